using System.Diagnostics;
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

    /// <summary>Its port in Akka remoting.</summary>
    public string Port => ContactPoint[(ContactPoint.LastIndexOf(':') + 1)..];

    /// <param name="settings">Which coordinator, and how it is set; they win over the rig's own options.</param>
    /// <param name="directory">Its data directory; logs and counters go there too.</param>
    /// <param name="options">The rig's own: the database, say.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="BenchFailedException">It did not start.</exception>
    public static async Task<CoordinatorServer> StartAsync(
        CoordinatorSettings settings, string directory, IEnumerable<KeyValuePair<string, string>> options, CancellationToken ct)
    {
        Directory.CreateDirectory(directory);
        var counters = new CoordinatorCounters(directory, settings.Telemetry);
        // Of a coordinator that ran here before.
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

    /// <summary>SIGKILL.</summary>
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

    /// <summary>What the coordinator says of itself when it is ready.</summary>
    private sealed record Announcement(int Pid, string ContactPoint);
}
