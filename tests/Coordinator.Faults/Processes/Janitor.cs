using System.Diagnostics;
using System.Globalization;

namespace Coordinator.Faults.Processes;

/// <summary>
/// A shell that holds the other end of a pipe and outlives the suite by a moment: whatever ends it, SIGKILL too, processes that were
/// started are killed by their ids, and what was set up on the machine is taken down.
/// </summary>
internal sealed class Janitor : IDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        pids=" " later=
        while read -r what rest; do
          case $what in
            pid) pids="$pids$rest " ;;
            gone) pids="$(printf %s "$pids" | sed "s/ $rest / /")" ;;
            later) later="$rest
        $later" ;;
          esac
        done
        for pid in $pids; do kill -KILL "$pid"; done 2>/dev/null
        [ -n "$later" ] && sleep 0.3
        eval "$later" >/dev/null 2>&1
        """;

    private readonly Lock _lock = new();
    private readonly Process _shell;

    public Janitor()
    {
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script]) { RedirectStandardInput = true };
        _shell = Process.Start(start) ?? throw new FaultsException("There is no shell.");
    }

    public void Watch(int pid) => Say(string.Create(CultureInfo.InvariantCulture, $"pid {pid}"));

    public void Forget(int pid) => Say(string.Create(CultureInfo.InvariantCulture, $"gone {pid}"));

    /// <summary>A command of the shell for the end; the last one comes first.</summary>
    public void InTheEnd(string command) => Say($"later {command}");

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            _shell.StandardInput.WriteLine(line);
            _shell.StandardInput.Flush();
        }
    }
}
