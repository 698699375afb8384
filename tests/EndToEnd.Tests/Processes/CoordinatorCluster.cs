using System.Globalization;
using Coordinator.Harness.Processes;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>Three coordinator processes on one PostgreSQL database. Does nothing when their tests are skipped.</summary>
public sealed class CoordinatorCluster : IAsyncLifetime
{
    private const int Size = 3;

    private readonly PostgresDatabaseFixture _postgres = new();
    private readonly List<TestCoordinator> _nodes = [];

    internal IReadOnlyList<TestCoordinator> Nodes => _nodes;

    /// <summary>Database of the nodes.</summary>
    internal string ConnectionString => _postgres.Database.ConnectionString;

    /// <summary>Further options of all nodes.</summary>
    internal IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Starts the nodes. Each is a seed; the first one forms the cluster.</summary>
    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        if (PostgresServer.ReasonToSkip is not null)
            return;
        await CoordinatorProcess.ApplySchemaAsync(_postgres.Database.ConnectionString);
        var ports = FreePorts.Take(Size);
        var seeds = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        _nodes.AddRange(await Task.WhenAll(ports.Select(port => TestCoordinator.StartAsync(
            [
                "--postgres", _postgres.Database.ConnectionString,
                "--cluster.seeds", seeds,
                "--nodes.port", port.ToString(CultureInfo.InvariantCulture),
                .. Options,
            ]))));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _postgres.DisposeAsync();
    }
}
