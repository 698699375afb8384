using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Coordinator.Bench.Processes;

/// <summary>Cluster of coordinators on one PostgreSQL database. Each node keeps its port, so that it can return.</summary>
internal sealed class CoordinatorCluster : IAsyncDisposable
{
    private readonly CoordinatorSettings _settings;
    private readonly string _directory;
    private readonly IReadOnlyDictionary<string, string> _database;
    private readonly int[] _ports;
    private CoordinatorServer[] _nodes = [];

    private CoordinatorCluster(
        CoordinatorSettings settings, string directory, IReadOnlyDictionary<string, string> database, int[] ports) =>
        (_settings, _directory, _database, _ports) = (settings, directory, database, ports);

    public IReadOnlyList<CoordinatorServer> Nodes => _nodes;

    public string ContactPoint => Address(_ports[0]);

    /// <param name="nodes">Number of nodes.</param>
    /// <param name="settings">Build of the coordinator and its settings.</param>
    /// <param name="directory">Directory that holds one directory for each node.</param>
    /// <param name="database">Coordinator options that select the database.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="BenchFailedException">The schema could not be created, or a node did not start.</exception>
    public static async Task<CoordinatorCluster> StartAsync(
        int nodes, CoordinatorSettings settings, string directory, IReadOnlyDictionary<string, string> database, CancellationToken ct)
    {
        await ApplySchemaAsync(settings, directory, database, ct);
        var cluster = new CoordinatorCluster(settings, directory, database, FreePorts(nodes));
        await cluster.StartAgainAsync(() => { }, ct);
        return cluster;
    }

    /// <summary>Starts all nodes at once and returns when each is ready.</summary>
    /// <param name="ready">Called for each node as soon as it is ready.</param>
    /// <param name="ct">Cancels the start.</param>
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
    public void Kill() => Parallel.ForEach(_nodes, node => node.Kill());

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask()));
        _nodes = [];
    }

    private Task<CoordinatorServer> StartNodeAsync(int port, CancellationToken ct) => CoordinatorServer.StartAsync(
        _settings,
        Path.Combine(_directory, $"node-{Array.IndexOf(_ports, port) + 1}"),
        [
            .. _database,
            new("remoting.port", port.ToString(CultureInfo.InvariantCulture)),
            new("cluster.seeds", string.Join(',', _ports.Select(Address))),
        ],
        ct);

    private static async Task ApplySchemaAsync(
        CoordinatorSettings settings, string directory, IReadOnlyDictionary<string, string> database, CancellationToken ct)
    {
        string[] command = ["schema", "apply", .. database.SelectMany(option => new[] { $"--{option.Key}", option.Value })];
        await using var apply = ChildProcess.Start(
            ChildCommand.Guarded(settings.Assembly, command, settings.Environment), new LogFile(Path.Combine(directory, "schema.log")));
        var said = await apply.Lines.ReadAllAsync(ct).ToListAsync(ct);
        if (said.Count == 0)
            throw new BenchFailedException($"The schema could not be created.{Environment.NewLine}{apply.LogTail}");
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
