using System.Diagnostics;
using System.Globalization;

namespace Coordinator.Harness.Processes;

/// <summary>
/// Ends child processes and runs commands when this process ends, even by SIGKILL. A shell reads process ids from a pipe; the end
/// of the pipe is the end of this process.
/// </summary>
/// <remarks>Without a Unix shell only an orderly end of this process is noticed.</remarks>
public sealed class ProcessCleanup : IDisposable
{
    // Processes of the second list get SIGQUIT and five seconds, so that PostgreSQL releases its shared memory.
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        kill=" " quit=" " later=
        without() { printf %s "$1" | sed "s/ $2 / /"; }
        while read -r what rest; do
          case $what in
            kill) kill="$kill$rest " ;;
            quit) quit="$quit$rest " ;;
            gone) kill=$(without "$kill" "$rest"); quit=$(without "$quit" "$rest") ;;
            later) later="$rest
        $later" ;;
          esac
        done
        for pid in $kill; do kill -KILL "$pid"; done
        for pid in $quit; do kill -QUIT "$pid"; done
        for pid in $quit; do
          n=0
          while kill -0 "$pid" && [ $n -lt 50 ]; do n=$((n + 1)); sleep 0.1; done
          kill -KILL "$pid"
        done
        [ -n "$later" ] && sleep 0.3
        eval "$later"
        """;

    private static readonly Lazy<ProcessCleanup> OfThisProcess = new(() => new ProcessCleanup());

    private readonly Lock _lock = new();
    private readonly HashSet<int> _children = [];
    private readonly Process? _shell;

    public ProcessCleanup()
    {
        if (OperatingSystem.IsWindows())
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();
            return;
        }

        // In a session of its own, where there is such a program: a signal for the group of this process does not end the shell.
        string[] shell = ["/bin/sh", "-c", Script];
        var start = ShellCommand.Exists("setsid") ? new ProcessStartInfo("setsid", shell) : new ProcessStartInfo(shell[0], shell[1..]);
        start.RedirectStandardInput = true;
        _shell = Process.Start(start) ?? throw new HarnessException("/bin/sh cannot be started.");
    }

    /// <summary>The instance for child processes that live no longer than this process.</summary>
    public static ProcessCleanup Shared => OfThisProcess.Value;

    /// <summary>Runs a shell command at the end. The command that was added last is run first.</summary>
    public void AtEnd(string command) => Write($"later {command}");

    public void Dispose()
    {
        KillAll();
        if (_shell is null)
            return;
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    internal void Watch(int pid, StopRequest stop)
    {
        lock (_lock)
            _children.Add(pid);
        Write(string.Create(CultureInfo.InvariantCulture, $"{(stop == StopRequest.Quit ? "quit" : "kill")} {pid}"));
    }

    internal void Forget(int pid)
    {
        lock (_lock)
        {
            if (!_children.Remove(pid))
                return;
        }

        Write(string.Create(CultureInfo.InvariantCulture, $"gone {pid}"));
    }

    private void KillAll()
    {
        // Elsewhere the shell does it.
        if (!OperatingSystem.IsWindows())
            return;
        lock (_lock)
        {
            foreach (var pid in _children)
                Signals.Kill(pid);
        }
    }

    private void Write(string line)
    {
        if (_shell is null)
            return;
        lock (_lock)
        {
            try
            {
                _shell.StandardInput.WriteLine(line);
                _shell.StandardInput.Flush();
            }
            catch (Exception ended) when (ended is InvalidOperationException or IOException)
            {
                // Disposed of before the last of its processes has reported its end.
            }
        }
    }
}
