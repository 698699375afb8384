using Coordinator.Bench.Databases;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Soaking;

/// <summary>The coordinator of a soak, which keeps its port when it is killed and started again.</summary>
internal sealed class SoakCoordinator : IAsyncDisposable
{
    private const string AnyPort = "0";

    private readonly ServiceSoakPlan _plan;
    private readonly IBenchDatabase _database;
    private readonly string _directory;
    private MeasuredCoordinator _process = null!;

    private SoakCoordinator(ServiceSoakPlan plan, IBenchDatabase database, string directory) =>
        (_plan, _database, _directory) = (plan, database, directory);

    public int Pid => _process.Pid;

    public string ContactPoint => _process.ContactPoint;

    public Uri Http => _process.Http;

    public static async Task<SoakCoordinator> StartAsync(ServiceSoakPlan plan, IBenchDatabase database, string directory, CancellationToken ct)
    {
        var coordinator = new SoakCoordinator(plan, database, directory);
        await coordinator.StartAsync(AnyPort, ct);
        return coordinator;
    }

    /// <summary>Sends SIGKILL and starts the coordinator again; returns when it is ready.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await _process.KillAsync();
        var port = _process.Port;
        await _process.DisposeAsync();
        await StartAsync(port, ct);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task StartAsync(string port, CancellationToken ct) => _process = await MeasuredCoordinator.StartAsync(
        _plan.Coordinator,
        _directory,
        [.. _database.CoordinatorOptions, .. _plan.Options, new("remoting.port", port)],
        ct);
}
