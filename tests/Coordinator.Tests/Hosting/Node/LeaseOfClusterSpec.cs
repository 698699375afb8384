using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Coordinator.Harness.Node;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Http;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>At most one cluster works on a database, whoever starts, is cut off, or loses the database, and in whatever order.</summary>
[Trait("race", "36")]
public sealed class LeaseOfClusterSpec : IAsyncLifetime
{
    private const int Port = 4054;

    // The least that the option allows.
    private static readonly TimeSpan LeaseTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SeedTimeout = TimeSpan.FromSeconds(2);

    private readonly List<InProcessNode> _nodes = [];
    private readonly SimulatedNetwork _network = new();
    private readonly PostgresDatabaseFixture _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task Node_that_restarts_alone_forms_no_second_cluster_and_joins_when_the_cut_ends()
    {
        var first = await LaunchAsync(1);
        var others = new[] { await LaunchAsync(2), await LaunchAsync(3) };
        await MembersAsync(3, first, others[0], others[1]);

        _network.Isolate(AddressOf(1), AddressOf(2), AddressOf(3));
        await first.LoseAsync();
        var lone = await LaunchAsync(1);

        await WhileRenewedAsync(2 * LeaseTimeout, () => Assert.Empty(lone.Cluster.State.Members));
        Assert.Matches("^starting: the cluster of the node node-[23]:4054 holds the lease of the database", await ProblemAsync(lone));
        Assert.False(lone.State.Ready.IsCompleted);
        Assert.All(others, other => Assert.True(other.State.Formation.HoldsLease));

        _network.Join();
        await MembersAsync(3, lone, others[0], others[1]);
        await lone.State.Ready.WaitAsync(Eventually.Bound);
        await Eventually.TrueAsync(() => lone.State.Formation.HoldsLease, "it holds the lease with the others");
    }

    [PostgresFact]
    public async Task Two_nodes_that_each_are_the_first_of_their_seeds_form_one_cluster()
    {
        // The seeds in another order are a mistake of an operator; and they cannot reach each other at first.
        _network.Isolate(AddressOf(1), AddressOf(2));
        var nodes = await Task.WhenAll(LaunchAsync(1, [1, 2]), LaunchAsync(2, [2, 1]));

        await Eventually.TrueAsync(() => nodes.Any(node => node.State.Ready.IsCompleted), "one forms a cluster");
        await WhileRenewedAsync(2 * LeaseTimeout, () => Assert.Single(nodes, node => node.Cluster.State.Members.Count > 0));

        _network.Join();
        await MembersAsync(2, nodes);
    }

    [PostgresFact]
    public async Task First_seed_that_never_starts_is_replaced_by_the_next_one()
    {
        var second = await LaunchAsync(2);

        await second.State.Ready.WaitAsync(Eventually.Bound);
        Assert.Equal("alone: no other node of cluster.seeds is up in the cluster of this node", await ProblemAsync(second));

        var third = await LaunchAsync(3);
        await MembersAsync(2, second, third);
        await Eventually.TrueAsync(async () => await ProblemAsync(second) is null, () => "it is ready when it is no longer alone");
    }

    [PostgresFact]
    public async Task Node_with_one_seed_is_ready_by_itself()
    {
        var node = await LaunchAsync(1, [1]);

        await node.State.Ready.WaitAsync(Eventually.Bound);
        await Eventually.TrueAsync(async () => await ProblemAsync(node) is null, () => "it is ready");
    }

    [PostgresFact]
    public async Task Lease_expires_when_all_nodes_are_lost_and_one_forms_the_next_cluster()
    {
        var lost = new[] { await LaunchAsync(1), await LaunchAsync(2) };
        await MembersAsync(2, lost);
        await Eventually.TrueAsync(() => lost.All(node => node.State.Formation.HoldsLease), "both hold the lease");
        foreach (var node in lost)
            await node.LoseAsync();
        var owner = await SqlAsync("SELECT owner FROM coordinator_leases");

        var next = await Task.WhenAll(LaunchAsync(1), LaunchAsync(2));

        await MembersAsync(2, next);
        Assert.NotEqual(owner, await SqlAsync("SELECT owner FROM coordinator_leases"));
        await Eventually.TrueAsync(() => next.All(node => node.State.Formation.HoldsLease), "both hold the next lease");
    }

    [PostgresFact]
    public async Task Lease_passes_on_when_a_member_leaves_and_is_released_by_the_last()
    {
        var first = await LaunchAsync(1);
        var second = await LaunchAsync(2);
        await MembersAsync(2, first, second);
        await Eventually.TrueAsync(() => second.State.Formation.HoldsLease, "the second holds the lease too");
        var owner = await SqlAsync("SELECT owner FROM coordinator_leases");

        await first.StopAsync();
        await WhileRenewedAsync(2 * LeaseTimeout, () => Assert.True(second.State.Formation.HoldsLease));
        Assert.Equal(owner, await SqlAsync("SELECT owner FROM coordinator_leases"));

        await second.StopAsync();
        Assert.Equal(false, await SqlAsync("SELECT isfinite(expires_at) FROM coordinator_leases"));
    }

    [PostgresFact]
    public async Task Cluster_that_cannot_renew_its_lease_goes_on_and_takes_it_again_when_it_can()
    {
        var nodes = new[] { await LaunchAsync(1), await LaunchAsync(2) };
        await MembersAsync(2, nodes);
        await Eventually.TrueAsync(() => nodes.All(node => node.State.Formation.HoldsLease), "both hold the lease");
        var owner = await SqlAsync("SELECT owner FROM coordinator_leases");

        await SqlAsync("ALTER TABLE coordinator_leases RENAME TO away");
        await Eventually.TrueAsync(() => nodes.All(node => !node.State.Formation.HoldsLease), "the lease is over for both");
        await Eventually.TrueAsync(
            async () => await SqlAsync("SELECT expires_at + interval '5 s' < clock_timestamp() FROM away") is true, () => "the lease has long expired");
        await SqlAsync("ALTER TABLE away RENAME TO coordinator_leases");

        await Eventually.TrueAsync(() => nodes.All(node => node.State.Formation.HoldsLease), "both hold it again");
        Assert.Equal(owner, await SqlAsync("SELECT owner FROM coordinator_leases"));
        Assert.All(nodes, node => Assert.False(node.State.Failed.IsCompleted));
        Assert.Equal(2, nodes[0].Cluster.State.Members.Count);
    }

    [PostgresFact]
    public async Task Cluster_whose_lease_another_cluster_has_taken_ends()
    {
        var nodes = new[] { await LaunchAsync(1), await LaunchAsync(2) };
        await MembersAsync(2, nodes);

        await SqlAsync(
            "UPDATE coordinator_leases SET owner = 'another', holder = 'node-9:4054#9', expires_at = clock_timestamp() + interval '1 hour'");

        foreach (var node in nodes)
        {
            Assert.Equal(
                "The lease of the database belongs to another cluster, of the node node-9:4054", await node.State.Failed.WaitAsync(Eventually.Bound));
            Assert.True(node.State.HasLostLease);
        }
    }

    /// <summary>
    /// The cluster could not renew its lease, and a node that starts took it. The node finds the cluster by the seeds, and the cluster holds
    /// the lease with it from then on.
    /// </summary>
    [PostgresFact]
    public async Task Cluster_adopts_the_lease_that_a_node_took_which_joins_it()
    {
        var first = await LaunchAsync(1);
        await first.State.Ready.WaitAsync(Eventually.Bound);

        var second = await LaunchAsync(2);
        await MembersAsync(2, first, second);
        var holder = HolderOf(second);
        await SqlAsync($"UPDATE coordinator_leases SET owner = 'another', holder = '{holder}', expires_at = clock_timestamp() + interval '3 s'");

        await Eventually.TrueAsync(
            async () => first.State.Formation.HoldsLease && second.State.Formation.HoldsLease
                && await SqlAsync("SELECT owner = 'another' AND expires_at > clock_timestamp() FROM coordinator_leases") is true,
            () => "both hold the lease of the other owner");
        await WhileRenewedAsync(LeaseTimeout, () => Assert.False(first.State.Failed.IsCompleted || second.State.Failed.IsCompleted));
    }

    private static string HolderOf(InProcessNode node) => Coordinator.Formation.HolderName.Of(node.Cluster.SelfUniqueAddress);

    private static Task MembersAsync(int count, params InProcessNode[] nodes) => Eventually.TrueAsync(
        () => nodes.All(node => node.Cluster.State.Members.Count(member => member.Status is MemberStatus.Up) == count),
        () => string.Create(CultureInfo.InvariantCulture, $"{count} nodes are members: {string.Join(" | ", nodes.Select(node => node.Cluster.State))}"));

    private Task<string?> ProblemAsync(InProcessNode node) =>
        new Readiness(node.State, Journal, node.System).ProblemAsync(CancellationToken.None);

    private Database Journal => Database.PostgreSql(_postgres.Database.ConnectionString);

    private async Task<InProcessNode> LaunchAsync(int number, int[]? seeds = null)
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.Nodes.Host = Host(number);
        options.Cluster.Seeds = [.. (seeds ?? [1, 2, 3]).Select(seed => string.Create(CultureInfo.InvariantCulture, $"{Host(seed)}:{Port}"))];
        options.Cluster.SeedTimeout = SeedTimeout;
        options.Cluster.LeaseTimeout = LeaseTimeout;
        var node = await InProcessNode.LaunchAsync(Journal, options, network: _network.Network);
        lock (_nodes)
            _nodes.Add(node);
        return node;
    }

    private static string Host(int number) => string.Create(CultureInfo.InvariantCulture, $"node-{number}");

    private static Address AddressOf(int number) => new("akka.tcp", "coordinator", Host(number), Port);

    /// <summary>Checks until the end of the lease has moved on by a time, on the clock of the database.</summary>
    private async Task WhileRenewedAsync(TimeSpan by, Action check)
    {
        var before = await EndAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                check();
                return await EndAsync() >= before + by;
            },
            () => "the lease is renewed");
    }

    private async Task<DateTime> EndAsync() => (DateTime)(await SqlAsync("SELECT expires_at FROM coordinator_leases"))!;

    private async Task<object?> SqlAsync(string sql)
    {
        await using var connection = _postgres.Database.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
