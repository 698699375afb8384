using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Running;
using Coordinator.Harness.Processes;
using Npgsql;

namespace Coordinator.Faults.Faults;

/// <summary>Delays PostgreSQL's flushes, or lets them fail, by strace.</summary>
internal sealed class Fsync(string what, string injection) : IFault
{
    private ChildProcess? _strace;

    public string Target => what;

    public static Fsync Slow(int milliseconds) => new(
        string.Create(CultureInfo.InvariantCulture, $"flushes take {milliseconds} ms longer"),
        string.Create(CultureInfo.InvariantCulture, $"inject=fdatasync,fsync:delay_exit={milliseconds * 1000}"));

    public static Fsync Failing() => new("flushes fail with EIO", "inject=fdatasync,fsync:error=EIO");

    public Task StrikeAsync(RunEnvironment run)
    {
        int[] all = [run.Databases.Journal.Pid, .. ProcessTree.ChildrenOf(run.Databases.Journal.Pid)];
        _strace = ChildProcess.Start(new ProcessStartInfo(
            "strace",
            [
                "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", injection,
                .. all.SelectMany(pid => new[] { "-p", pid.ToString(CultureInfo.InvariantCulture) }),
            ]), new ChildProcessOptions { Cleanup = run.Cleanup });
        return Task.CompletedTask;
    }

    public async Task HealAsync(RunEnvironment run)
    {
        if (_strace is null)
            return;
        // strace detaches from the traced processes when it ends.
        _strace.Terminate();
        await _strace.ExitAsync(TimeSpan.FromSeconds(20));
        await _strace.DisposeAsync();
        await run.RestoreJournalAsync();
    }
}
