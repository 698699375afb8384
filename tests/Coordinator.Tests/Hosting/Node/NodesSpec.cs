using System.Globalization;
using Akka.Cluster.Sharding;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Harness.Node;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Options;
using Coordinator.Persistence;
using Coordinator.Testing;
using Coordinator.Tests.Transactions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>Runs two nodes in this process. Transactions move between them, and clients only notice a delay.</summary>
public sealed class NodesSpec : IAsyncLifetime
{
    private const int Transactions = 200;

    private readonly List<InProcessNode> _nodes = [];
    private readonly int[] _ports = FreePorts.Take(2);
    private PostgresDatabase? _postgres;

    public async Task InitializeAsync()
    {
        if (PostgresServer.ReasonToSkip is not null)
            return;
        _postgres = await PostgresServer.CreateDatabaseAsync();
        await new SchemaInstaller(Database.PostgreSql(_postgres.ConnectionString)).InstallAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task First_seed_forms_a_cluster_by_itself_with_the_settings_that_are_wanted()
    {
        var first = await StartAsync();

        Assert.Equal(first.Cluster.SelfAddress, Assert.Single(first.Cluster.State.Members).Address);
        var sharding = ClusterShardingSettings.Create(first.System);
        Assert.Equal(("coordinator", StateStoreMode.DData, false), (sharding.Role, sharding.StateStoreMode, sharding.RememberEntities));
        Assert.Equal(8, sharding.TuningParameters.LeastShardAllocationAbsoluteLimit);
        var resolver = first.System.Settings.Config.GetConfig("akka.cluster.split-brain-resolver");
        Assert.Equal("keep-majority", resolver.GetString("active-strategy"));
        Assert.Equal("coordinator", resolver.GetString("keep-majority.role"));
    }

    [PostgresFact]
    public async Task Node_that_joins_gets_its_share_of_the_shards_and_transactions_keep_their_state()
    {
        var first = await StartAsync();
        var prepared = await PrepareAsync(first);

        var second = await StartAsync();
        await Eventually.TrueAsync(
            async () => Math.Abs((await first.ShardsAsync()).Count - (await second.ShardsAsync()).Count) <= 1, () => "both have as many shards");

        await CommitAsync(second, prepared);
        Assert.True((await second.ShardsAsync()).Count >= 25);
        await DecidedOnceAsync(first, prepared);
    }

    [PostgresFact]
    public async Task Node_that_stops_hands_over_what_it_has_while_commands_keep_coming()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var prepared = await PrepareAsync(first);
        Assert.NotEmpty(await first.ShardsAsync());

        // No node may be downed in this test: if one had to be, the commits would wait for ten minutes.
        await Task.WhenAll(CommitAsync(second, prepared), first.StopAsync());

        await Eventually.TrueAsync(() => second.Cluster.State.Members.Count == 1, "it has left");
        await DecidedOnceAsync(second, prepared);
    }

    [PostgresFact]
    public async Task Transactions_of_a_node_that_is_lost_go_on_at_the_other()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var prepared = await PrepareAsync(second);
        Assert.NotEmpty(await first.ShardsAsync());
        var lost = first.Cluster.SelfAddress;

        // Commits are on their way to the node at that moment, and some are stored and not answered.
        var committing = CommitAsync(second, prepared);
        await first.LoseAsync();
        second.Cluster.Down(lost);

        await committing;
        await DecidedOnceAsync(second, prepared);
        Assert.Equal(TransactionOutcome.AlreadyCommitted, (await second.SendAsync(Rollback(prepared[0]))).Outcome);
    }

    private async Task<InProcessNode> StartAsync()
    {
        var node = await InProcessNode.StartAsync(Database.PostgreSql(_postgres!.ConnectionString), Options(_ports[_nodes.Count]));
        _nodes.Add(node);
        return node;
    }

    private CoordinatorOptions Options(int port)
    {
        var options = new CoordinatorOptions();
        options.Remoting.Port = 0;
        options.Nodes.Port = port;
        options.Cluster.Seeds = [.. _ports.Select(seed => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{seed}"))];
        return options;
    }

    private static async Task<List<PrepareTransaction>> PrepareAsync(InProcessNode at)
    {
        var prepares = Enumerable.Range(0, Transactions).Select(Prepare).ToList();
        var replies = await Task.WhenAll(prepares.Select(at.SendAsync));
        Assert.All(replies, reply => Assert.Equal(TransactionOutcome.Accepted, reply.Outcome));
        return prepares;
    }

    private static async Task CommitAsync(InProcessNode at, IEnumerable<PrepareTransaction> prepared)
    {
        var replies = await Task.WhenAll(prepared.Select(
            prepare => at.SendAsync(new CommitTransaction(prepare.Id, prepare.Group, prepare.Instance))));
        Assert.All(replies, reply => Assert.Equal(TransactionOutcome.Accepted, reply.Outcome));
    }

    private static async Task DecidedOnceAsync(InProcessNode at, IEnumerable<PrepareTransaction> prepared)
    {
        foreach (var prepare in prepared)
        {
            var events = await at.EventsAsync(prepare);
            Assert.IsType<TransactionPrepared>(events[0]);
            Assert.Single(events.OfType<TransactionAppended>());
        }
    }

    private static PrepareTransaction Prepare(int number) => Some.Prepare(timeout: TimeSpan.FromMinutes(10)) with
    {
        Id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"moving-{number}")),
    };

    private static RollbackTransaction Rollback(PrepareTransaction prepared) =>
        new(prepared.Id, prepared.Group, prepared.Instance, "too late");
}
