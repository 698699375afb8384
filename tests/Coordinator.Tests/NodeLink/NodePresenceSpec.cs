using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Coordinator.Harness.Node;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Options;
using Coordinator.NodeLink;
using Coordinator.Persistence;
using Coordinator.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Tests.NodeLink;

/// <summary>Two nodes in this process on one PostgreSQL. Race 35.</summary>
public sealed class NodePresenceSpec : IAsyncLifetime
{
    private readonly List<InProcessNode> _nodes = [];
    private readonly int[] _ports = FreePorts.Take(2);
    private PostgresDatabase? _postgres;
    private Database _database = null!;

    public async Task InitializeAsync()
    {
        if (PostgresServer.ReasonToSkip is not null)
            return;
        _postgres = await PostgresServer.CreateDatabaseAsync();
        _database = Database.PostgreSql(_postgres.ConnectionString);
        await new SchemaInstaller(_database).InstallAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [PostgresFact]
    [Trait("race", "35")]
    public async Task Node_that_refuses_a_connection_stays_a_member_while_it_holds_its_lock_and_is_removed_when_it_does_not()
    {
        var observer = await StartAsync();
        var other = await StartAsync();
        await Eventually.TrueAsync(() => observer.Cluster.State.Members.Count == 2, "both are members");
        var uid = AddressUidExtension.Uid(other.System);
        var locks = new NodeLock(_database, TimeProvider.System);
        await Eventually.TrueAsync(async () => !await locks.IsFreeAsync(uid, CancellationToken.None), () => "the other has its lock");
        var presence = new NodePresence(locks, TimeProvider.System, new NodeLinkLog(NullLogger.Instance, TimeProvider.System));
        presence.Start(observer.System, uid: 1);
        var address = other.Cluster.SelfAddress.WithProtocol("tcp");

        await presence.RefusedAsync(address);

        Assert.DoesNotContain(observer.Cluster.State.Members, member => member.Status == MemberStatus.Down);

        await other.LoseAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await presence.RefusedAsync(address);
                return observer.Cluster.State.Members.All(member => member.Address != other.Cluster.SelfAddress || member.Status == MemberStatus.Down);
            },
            () => "the node that has ended is removed");
    }

    [PostgresFact]
    public async Task Lock_is_taken_again_when_the_database_has_lost_it()
    {
        using var end = new CancellationTokenSource();
        var locks = new NodeLock(_database, TimeProvider.System);
        var holding = locks.HoldAsync(7, end.Token);
        await Eventually.TrueAsync(HeldAsync, () => "it is held");

        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7");
        await Eventually.TrueAsync(HeldAsync, () => "it is held again");

        await end.CancelAsync();
        await holding;
        Assert.True(await locks.IsFreeAsync(7, CancellationToken.None));

        async Task<bool> HeldAsync() => !await locks.IsFreeAsync(7, CancellationToken.None);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<InProcessNode> StartAsync()
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.Nodes.Port = _ports[_nodes.Count];
        options.Cluster.Seeds = [.. _ports.Select(seed => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{seed}"))];
        var node = await InProcessNode.StartAsync(_database, options);
        _nodes.Add(node);
        return node;
    }
}
