using System.Diagnostics;
using System.Text.Json;

namespace Coordinator.Bench.Processes;

/// <summary>Coordinator in a process of its own, on ports that the system chooses.</summary>
internal sealed class CoordinatorServer : IAsyncDisposable
{
    private const string Ready = "ready ";
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(90);

    private readonly ChildProcess _process;
    private readonly Announcement _announced;

    private CoordinatorServer(ChildProcess process, Announcement announced, CoordinatorCounters counters) =>
        (_process, _announced, Counters) = (process, announced, counters);

    public int Pid => _announced.Pid;

    public string ContactPoint => _announced.ContactPoint;

    public CoordinatorCounters Counters { get; }

    /// <summary>Gets its port in Akka remoting.</summary>
    public string Port => ContactPoint[(ContactPoint.LastIndexOf(':') + 1)..];

    /// <param name="settings">Build of the coordinator and its settings, which override the benchmark's options.</param>
    /// <param name="directory">Data directory, which also holds logs and counters.</param>
    /// <param name="options">Options that the benchmark sets, such as the database.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="BenchFailedException">The coordinator did not start.</exception>
    public static async Task<CoordinatorServer> StartAsync(
        CoordinatorSettings settings, string directory, IEnumerable<KeyValuePair<string, string>> options, CancellationToken ct)
    {
        Directory.CreateDirectory(directory);
        var counters = new CoordinatorCounters(directory, settings.Telemetry);
        // Counters of a coordinator that ran in this directory before.
        File.Delete(counters.TotalsFile);
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["dataDirectory"] = directory,
            ["remoting.port"] = "0",
            ["http.port"] = "0",
        };
        foreach (var (key, value) in options.Concat(settings.Options))
            all[key] = value;
        var command = ChildCommand.Guarded(
            settings.Assembly,
            all.SelectMany(option => new[] { $"--{option.Key}", option.Value }),
            new Dictionary<string, string>([.. settings.Environment, .. counters.Environment]));
        var process = ChildProcess.Start(command, new LogFile(Path.Combine(directory, "coordinator.log")));
        try
        {
            return new CoordinatorServer(process, await AnnouncedAsync(process, ct), counters);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGKILL.</summary>
    public void Kill()
    {
        using var process = Process.GetProcessById(Pid);
        process.Kill();
        process.WaitForExit();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<Announcement> AnnouncedAsync(ChildProcess process, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        either.CancelAfter(StartTime);
        try
        {
            await foreach (var line in process.Lines.ReadAllAsync(either.Token))
            {
                if (line.StartsWith(Ready, StringComparison.Ordinal))
                    return JsonSerializer.Deserialize<Announcement>(line[Ready.Length..], JsonSerializerOptions.Web)!;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
        }

        throw new BenchFailedException($"The coordinator did not start.{Environment.NewLine}{process.LogTail}");
    }

    /// <summary>Line that the coordinator prints when it is ready.</summary>
    private sealed record Announcement(int Pid, string ContactPoint);
}
