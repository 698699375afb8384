using System.Globalization;
using Coordinator.Harness.Processes;

namespace Coordinator.Bench.Processes;

/// <summary>A cluster of coordinators on one PostgreSQL database. Each keeps its port when it is started again.</summary>
internal sealed class CoordinatorCluster : IAsyncDisposable
{
    private readonly CoordinatorSettings _settings;
    private readonly string _directory;
    private readonly IReadOnlyDictionary<string, string> _database;
    private readonly int[] _ports;
    private readonly int[] _participantPorts;
    private MeasuredCoordinator[] _nodes = [];

    private CoordinatorCluster(
        CoordinatorSettings settings, string directory, IReadOnlyDictionary<string, string> database, int nodes)
    {
        (_settings, _directory, _database) = (settings, directory, database);
        var ports = FreePorts.Take(2 * nodes);
        (_ports, _participantPorts) = (ports[..nodes], ports[nodes..]);
    }

    public IReadOnlyList<MeasuredCoordinator> Nodes => _nodes;

    public string ContactPoint => Address(_participantPorts[0]);

    /// <param name="nodes">Number of nodes.</param>
    /// <param name="settings">The coordinator and its settings.</param>
    /// <param name="directory">Directory with one below it for each node.</param>
    /// <param name="database">Options of a coordinator that name the database.</param>
    /// <param name="ct">Stops the start.</param>
    /// <exception cref="Coordinator.Harness.HarnessException">The schema could not be created, or a node did not start.</exception>
    public static async Task<CoordinatorCluster> StartAsync(
        int nodes, CoordinatorSettings settings, string directory, IReadOnlyDictionary<string, string> database, CancellationToken ct)
    {
        await CoordinatorProcess.ApplySchemaAsync(database["postgres"], settings.Assembly);
        var cluster = new CoordinatorCluster(settings, directory, database, nodes);
        await cluster.StartAgainAsync(() => { }, ct);
        return cluster;
    }

    /// <summary>Starts all nodes at once; returns when each is ready.</summary>
    /// <param name="ready">Called for each node when it is ready.</param>
    /// <param name="ct">Stops the start.</param>
    public async Task StartAgainAsync(Action ready, CancellationToken ct)
    {
        await DisposeAsync();
        _nodes = await Task.WhenAll(_ports.Select(async port =>
        {
            var node = await StartNodeAsync(port, ct);
            ready();
            return node;
        }));
    }

    /// <summary>Sends SIGKILL to all nodes at once.</summary>
    public Task KillAsync() => Task.WhenAll(_nodes.Select(node => node.KillAsync()));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        _nodes = [];
    }

    private Task<MeasuredCoordinator> StartNodeAsync(int port, CancellationToken ct) => MeasuredCoordinator.StartAsync(
        _settings,
        Path.Combine(_directory, $"node-{Array.IndexOf(_ports, port) + 1}"),
        [
            .. _database,
            new("remoting.port", _participantPorts[Array.IndexOf(_ports, port)].ToString(CultureInfo.InvariantCulture)),
            new("nodes.port", port.ToString(CultureInfo.InvariantCulture)),
            new("cluster.seeds", string.Join(',', _ports.Select(Address))),
        ],
        ct);

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
}
