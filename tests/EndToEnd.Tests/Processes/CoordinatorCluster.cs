using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests.Processes;

/// <summary>Several nodes on one PostgreSQL database, each a process of its own.</summary>
internal sealed class CoordinatorCluster : IAsyncDisposable
{
    private readonly List<CoordinatorProcess> _nodes = [];

    private CoordinatorCluster()
    {
    }

    public IReadOnlyList<CoordinatorProcess> Nodes => _nodes;

    /// <summary>Every node is a seed; the first one forms the cluster.</summary>
    public static async Task<CoordinatorCluster> StartAsync(PostgresDatabase database, int nodes)
    {
        await ApplySchemaAsync(database);
        var cluster = new CoordinatorCluster();
        var ports = FreePorts(nodes);
        var seeds = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        foreach (var port in ports)
        {
            cluster._nodes.Add(await CoordinatorProcess.StartAtAsync(
                port, "--postgres", database.ConnectionString, "--cluster.seeds", seeds));
        }

        return cluster;
    }

    private static async Task ApplySchemaAsync(PostgresDatabase database)
    {
        await using var apply = TestProcess.Start("Coordinator.dll", "schema", "apply", "--postgres", database.ConnectionString);
        if (await apply.ExitAsync(TimeSpan.FromSeconds(60)) != 0)
            throw new InvalidOperationException(apply.Output);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    private static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.ConvertAll(listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
