using System.Globalization;
using Coordinator.Harness.Node;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>Three nodes of one process on one PostgreSQL database, with a simulated network between them.</summary>
internal sealed class SimulatedCluster
{
    public const int Size = 3;

    private readonly List<InProcessNode> _nodes = [];
    private readonly PostgresDatabaseFixture _postgres = new();

    public SimulatedNetwork Network { get; } = new();

    public IReadOnlyList<InProcessNode> Nodes => _nodes;

    /// <summary>Starts the nodes; returns when all are members.</summary>
    public async Task StartAsync()
    {
        await _postgres.InitializeAsync();
        for (var number = 1; number <= Size; number++)
            _nodes.Add(await StartAsync(number));
        await Eventually.TrueAsync(() => _nodes.All(node => node.Cluster.State.Members.Count == Size), "all nodes are members");
    }

    public async Task StopAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private Task<InProcessNode> StartAsync(int number)
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.Nodes.Host = Host(number);
        options.Cluster.Seeds = [.. Enumerable.Range(1, Size).Select(seed => $"{Host(seed)}:{options.Nodes.Port}")];
        return InProcessNode.StartAsync(Database.PostgreSql(_postgres.Database.ConnectionString), options, network: Network.Network);
    }

    private static string Host(int number) => string.Create(CultureInfo.InvariantCulture, $"node-{number}");
}
