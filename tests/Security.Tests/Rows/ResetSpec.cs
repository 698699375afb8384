using System.Globalization;
using System.Net;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Security.Tests.Targets;
using Coordinator.Testing;

namespace Coordinator.Security.Tests.Rows;

/// <summary>Resets or holds every connection of three nodes, to participants and between nodes. No node ends, and participants go on.</summary>
public sealed class ResetSpec : IAsyncLifetime, IDisposable
{
    private const int Size = 3;
    private const int RemotingPort = 4053;
    private const int NodesPort = 4054;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly TempDirectory _temp = new();
    private readonly List<TargetNode> _nodes = [];
    private readonly List<ResetRelay> _relays = [];
    private readonly string _network = string.Create(CultureInfo.InvariantCulture, $"127.{Environment.ProcessId % 200 + 20}.77");
    private PostgresDatabase? _postgres;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        foreach (var relay in _relays)
            await relay.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    public void Dispose() => _temp.Dispose();

    [PostgresFact]
    public Task No_node_ends_while_all_connections_are_reset() => RequireNoEndAsync(async () =>
    {
        var began = TimeProvider.System.GetTimestamp();
        using var rhythm = new PeriodicTimer(Interval);
        while (TimeProvider.System.GetElapsedTime(began) < Length && await rhythm.WaitForNextTickAsync())
        {
            foreach (var relay in _relays)
                relay.ResetAll();
        }
    });

    [PostgresFact]
    public Task No_node_ends_while_nothing_arrives_on_any_connection() => RequireNoEndAsync(async () =>
    {
        foreach (var relay in _relays)
            relay.Hold();
        using var end = new PeriodicTimer(Length);
        await end.WaitForNextTickAsync();
        foreach (var relay in _relays)
            relay.Release();
    });

    private async Task RequireNoEndAsync(Func<Task> disturbAsync)
    {
        await StartAsync();
        await using var innocent = await Innocent.StartAsync(
            [.. Enumerable.Range(1, Size).Select(number => $"{_network}.{number}:{RemotingPort}")], tls: null);

        await disturbAsync();

        // A call that began meanwhile may have found no session for the whole of its time.
        innocent.Take();
        await Eventually.TrueAsync(() => innocent.Take().Calls.Count > 0, "calls are answered again");
        await innocent.CallsAsync(100);
        foreach (var node in _nodes)
            await node.RequireReadyAsync();
    }

    private async Task StartAsync()
    {
        _postgres = await PostgresServer.CreateDatabaseAsync();
        await CoordinatorProcess.ApplySchemaAsync(_postgres.ConnectionString);
        var seeds = string.Join(',', Enumerable.Range(1, Size).Select(number => $"{_network}.{number}:{NodesPort}"));
        for (var number = 1; number <= Size; number++)
        {
            foreach (var port in (int[])[RemotingPort, NodesPort])
            {
                _relays.Add(new ResetRelay(
                    new IPEndPoint(IPAddress.Parse($"{_network}.{number}"), port), new IPEndPoint(IPAddress.Parse(Hidden(number)), port)));
            }
        }

        _nodes.AddRange(await Task.WhenAll(Enumerable.Range(1, Size).Select(number => TargetNode.StartAsync(
            _temp.Path,
            number,
            NodesPort,
            [
                "--postgres", _postgres.ConnectionString,
                "--cluster.seeds", seeds,
                "--remoting.host", Hidden(number), "--remoting.publicHost", $"{_network}.{number}",
                "--remoting.port", RemotingPort.ToString(CultureInfo.InvariantCulture),
                "--nodes.host", Hidden(number), "--nodes.publicHost", $"{_network}.{number}",
            ]))));
    }

    private string Hidden(int number) => string.Create(CultureInfo.InvariantCulture, $"{_network}.{number + 50}");
}
