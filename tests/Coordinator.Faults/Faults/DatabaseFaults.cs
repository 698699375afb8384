using System.Diagnostics;
using System.Globalization;
using Coordinator.Faults.Running;
using Coordinator.Harness.Processes;
using Npgsql;

namespace Coordinator.Faults.Faults;

/// <summary>SIGKILL of PostgreSQL, all its processes; started again, it recovers.</summary>
internal sealed class KillPostgres : IFault
{
    public string Target => "the coordinator's database";

    public Task StrikeAsync(RunEnvironment run) => run.Databases.Journal.KillAsync();

    public Task HealAsync(RunEnvironment run) => run.Databases.Journal.StartAgainAsync();
}

/// <summary>Somebody takes all connections of the server, and ends those that the coordinator has.</summary>
internal sealed class TakeConnections : IFault
{
    private const string EndOthers =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'coordinator'";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly List<NpgsqlConnection> _taken = [];
    private volatile bool _enough;
    private Task _taking = Task.CompletedTask;

    public string Target => "the coordinator's database";

    public Task StrikeAsync(RunEnvironment run)
    {
        _taking = TakeAsync($"{run.Databases.Journal.SocketString("postgres")};Pooling=false;Timeout=3");
        return Task.CompletedTask;
    }

    public async Task HealAsync(RunEnvironment run)
    {
        _enough = true;
        await _taking;
        foreach (var connection in _taken)
            await connection.DisposeAsync();
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{_taken.Count} connections were taken"));
    }

    private async Task TakeAsync(string connectionString)
    {
        while (!_enough)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync();
                _taken.Add(connection);
                await using var endOthers = new NpgsqlCommand(EndOthers, _taken[0]);
                await endOthers.ExecuteNonQueryAsync();
            }
            catch (Exception full) when (full is NpgsqlException or TimeoutException)
            {
                await connection.DisposeAsync();
                await Task.Delay(BetweenTries);
            }
        }
    }
}

/// <summary>What the disk says to PostgreSQL's flushes is made up by strace: late, or an error.</summary>
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
        // It lets go of those that it holds.
        _strace.Terminate();
        await _strace.ExitAsync(TimeSpan.FromSeconds(20));
        await _strace.DisposeAsync();
        await run.RestoreJournalAsync();
    }
}

/// <summary>The file system of PostgreSQL, a small one of its own, is full.</summary>
internal sealed class FullDisk : IFault
{
    public string Target => "the coordinator's database";

    public async Task StrikeAsync(RunEnvironment run)
    {
        var free = new DriveInfo(run.Databases.Journal.Directory).AvailableFreeSpace;
        // What was free a moment ago may be taken by now: to the last byte, then.
        await ShellCommand.TryAsync(new ProcessStartInfo("dd", ["if=/dev/zero", $"of={Filler(run)}", "bs=64k", "status=none"]));
        run.Note(string.Create(CultureInfo.InvariantCulture, $"{free / (1024 * 1024)} MB were free, and are taken"));
    }

    public Task HealAsync(RunEnvironment run)
    {
        File.Delete(Filler(run));
        return run.RestoreJournalAsync();
    }

    private static string Filler(RunEnvironment run) => Path.Combine(run.Databases.Journal.Directory, "filler");
}
