using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>Three nodes on one PostgreSQL database, each a process of its own. Does nothing where their tests are skipped.</summary>
public sealed class CoordinatorCluster : IAsyncLifetime
{
    private const int Size = 3;

    private readonly PostgresDatabaseFixture _postgres = new();
    private readonly List<CoordinatorProcess> _nodes = [];

    internal IReadOnlyList<CoordinatorProcess> Nodes => _nodes;

    /// <summary>Every node is a seed; the first one forms the cluster.</summary>
    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        if (PostgresServer.ReasonToSkip is not null)
            return;
        await ApplySchemaAsync(_postgres.Database);
        var ports = FreePorts();
        var seeds = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        _nodes.AddRange(await Task.WhenAll(ports.Select(port => CoordinatorProcess.StartAtAsync(
            port, "--postgres", _postgres.Database.ConnectionString, "--cluster.seeds", seeds))));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    private static async Task ApplySchemaAsync(PostgresDatabase database)
    {
        await using var apply = TestProcess.Start("Coordinator.dll", "schema", "apply", "--postgres", database.ConnectionString);
        if (await apply.ExitAsync(TimeSpan.FromSeconds(60)) != 0)
            throw new InvalidOperationException(apply.Output);
    }

    private static List<int> FreePorts()
    {
        var listeners = Enumerable.Range(0, Size).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
