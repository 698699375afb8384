using Coordinator.Harness.Processes;

namespace Coordinator.Bench.Processes;

/// <summary>A coordinator process, and the counters that are read inside it.</summary>
internal sealed class MeasuredCoordinator : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly CoordinatorProcess _process;

    private MeasuredCoordinator(CoordinatorProcess process, CoordinatorCounters counters) => (_process, Counters) = (process, counters);

    public int Pid => _process.Id;

    public string ContactPoint => _process.ContactPoint;

    /// <summary>Port of <see cref="ContactPoint" />.</summary>
    public string Port => _process.Port;

    /// <summary>Gets the address of administration.</summary>
    public Uri Http => _process.Http;

    public CoordinatorCounters Counters { get; }

    /// <param name="settings">The coordinator and its settings, which win over <paramref name="options" />.</param>
    /// <param name="directory">Data directory, also for logs and counters.</param>
    /// <param name="options">Options of the measurement, such as the database.</param>
    /// <param name="ct">Stops the start.</param>
    /// <exception cref="Coordinator.Harness.HarnessException">The coordinator did not start.</exception>
    public static async Task<MeasuredCoordinator> StartAsync(
        CoordinatorSettings settings, string directory, IEnumerable<KeyValuePair<string, string>> options, CancellationToken ct)
    {
        Directory.CreateDirectory(directory);
        var counters = new CoordinatorCounters(directory, settings.Telemetry);
        // A coordinator that ran here before may have left its totals.
        File.Delete(counters.TotalsFile);
        var command = Command(settings, directory, options, counters);
        return new MeasuredCoordinator(await CoordinatorProcess.StartReadyAsync(command, ct), counters);
    }

    /// <summary>Sends SIGKILL; returns when the process has ended.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static CoordinatorCommand Command(
        CoordinatorSettings settings,
        string directory,
        IEnumerable<KeyValuePair<string, string>> options,
        CoordinatorCounters counters)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["dataDirectory"] = directory,
            ["remoting.port"] = "0",
            ["http.port"] = "0",
        };
        foreach (var (key, value) in options.Concat(settings.Options))
            all[key] = value;
        return new CoordinatorCommand([.. all.SelectMany(option => new[] { $"--{option.Key}", option.Value })])
        {
            Assembly = settings.Assembly,
            Prepare = start =>
            {
                foreach (var (name, value) in settings.Environment.Concat(counters.Environment))
                    start.Environment[name] = value;
            },
            Process = new ChildProcessOptions { Log = Path.Combine(directory, "coordinator.log"), Stop = StopRequest.Terminate },
            StartTimeout = StartTimeout,
        };
    }
}
