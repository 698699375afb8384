using System.Text.Json;

namespace Coordinator.Bench.Processes;

/// <summary>The real coordinator, in a process of its own, on ports of the system's choice.</summary>
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

    /// <exception cref="BenchFailedException">It did not start.</exception>
    public static async Task<CoordinatorServer> StartAsync(
        CoordinatorSettings settings, string directory, IEnumerable<string> arguments, CancellationToken ct)
    {
        Directory.CreateDirectory(directory);
        var counters = new CoordinatorCounters(directory, settings.Telemetry);
        // Of a coordinator that ran here before.
        File.Delete(counters.TotalsFile);
        var command = ChildCommand.Guarded(
            settings.Assembly,
            ["--dataDirectory", directory, "--remoting.port", "0", "--http.port", "0", .. arguments, .. settings.Arguments],
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

    /// <summary>What the coordinator says of itself when it is ready.</summary>
    private sealed record Announcement(int Pid, string ContactPoint);
}
