using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Coordination;
using Coordinator.Formation;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Waiting;
using Coordinator.Persistence;
using Coordinator.Testing;

namespace Coordinator.Tests.Formation;

/// <summary>The lease as Akka uses it: made by its provider from configuration, on real PostgreSQL.</summary>
[Trait("race", "36")]
public sealed class PostgresLeaseSpec : IAsyncLifetime
{
    private const string Name = "some-lease";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly PostgresDatabaseFixture _postgres = new();
    private readonly List<ActorSystem> _systems = [];

    public async Task InitializeAsync()
    {
        await _postgres.InitializeAsync();
        if (PostgresServer.ReasonToSkip is null)
            await new SchemaInstaller(Database).InstallAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var system in _systems)
            await system.Terminate();
        await _postgres.DisposeAsync();
    }

    private Database Database => Database.PostgreSql(_postgres.Database.ConnectionString);

    [PostgresFact]
    public async Task Lease_has_one_owner_until_it_is_released()
    {
        var (first, second) = (LeaseOf("a"), LeaseOf("b"));

        Assert.True(await first.Acquire());
        Assert.True(first.CheckLease());
        Assert.False(await second.Acquire());
        Assert.False(second.CheckLease());

        Assert.True(await first.Release());
        Assert.False(first.CheckLease());
        Assert.True(await second.Acquire());
    }

    [PostgresFact]
    public async Task Two_nodes_hold_one_lease_under_the_name_of_one_owner()
    {
        var (first, second) = (LeaseOf("cluster"), LeaseOf("cluster"));

        Assert.True(await first.Acquire());
        Assert.True(await second.Acquire());

        Assert.True(first.CheckLease() && second.CheckLease());
        Assert.False(await LeaseOf("other").Acquire());
    }

    [PostgresFact]
    public async Task One_of_many_that_ask_at_once_gets_it()
    {
        var leases = Enumerable.Range(0, 8).Select(number => LeaseOf($"owner-{number}")).ToList();

        var taken = await Task.WhenAll(leases.Select(lease => lease.Acquire()));

        Assert.Single(taken, isMine => isMine);
    }

    [PostgresFact]
    public async Task Lease_outlives_its_time_while_its_owner_renews_it_and_no_longer()
    {
        var (first, second) = (LeaseOf("a"), LeaseOf("b"));
        Assert.True(await first.Acquire());
        await RenewedAsync(Timeout * 2);
        Assert.False(await second.Acquire());

        await _systems[0].Terminate();

        await Eventually.TrueAsync(() => second.Acquire(), () => "the lease of a process that ended expires");
    }

    [PostgresFact]
    public async Task Owner_whose_lease_was_taken_is_told_at_its_next_renewal()
    {
        var lost = new TaskCompletionSource<Exception>();
        var lease = LeaseOf("a");
        Assert.True(await lease.Acquire(lost.SetResult));

        await SqlAsync("UPDATE coordinator_leases SET owner = 'b', expires_at = clock_timestamp() + interval '1 hour'");

        Assert.IsType<LeaseException>(await lost.Task.WaitAsync(Eventually.Bound));
        Assert.False(lease.CheckLease());
        Assert.False(await lease.Acquire());
    }

    [PostgresFact]
    public async Task Lease_is_lost_when_the_database_is_away_for_its_time_and_can_be_taken_again_by_its_owner()
    {
        var lost = new TaskCompletionSource<Exception>();
        var lease = LeaseOf("a");
        Assert.True(await lease.Acquire(lost.SetResult));

        await SqlAsync("ALTER TABLE coordinator_leases RENAME TO away");
        await lost.Task.WaitAsync(Eventually.Bound);
        Assert.False(lease.CheckLease());
        await Assert.ThrowsAsync<LeaseException>(() => lease.Acquire());
        await SqlAsync("ALTER TABLE away RENAME TO coordinator_leases");

        Assert.True(await lease.Acquire());
        Assert.True(lease.CheckLease());
    }

    /// <summary>Two nodes with the strategy lease-majority of Akka's split-brain resolver: the side that gets the lease lives.</summary>
    [PostgresFact]
    public async Task Split_brain_resolver_of_Akka_takes_the_lease()
    {
        const string Resolver = """
            akka {
              actor.provider = cluster
              coordinated-shutdown.run-by-actor-system-terminate = off
              remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
              cluster {
                downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
                split-brain-resolver {
                  active-strategy = lease-majority
                  stable-after = 1s
                  lease-majority { lease-implementation = "coordinator.lease", lease-name = "some-lease", acquire-lease-delay-for-minority = 1s }
                }
              }
            }
            """;
        var (first, second) = (Akka.Cluster.Cluster.Get(System(Resolver)), Akka.Cluster.Cluster.Get(System(Resolver)));
        first.Join(first.SelfAddress);
        second.Join(first.SelfAddress);
        await Eventually.TrueAsync(() => second.State.Members.Count(member => member.Status is Akka.Cluster.MemberStatus.Up) == 2, "both are members");

        await _systems[0].Terminate();

        await Eventually.TrueAsync(() => second.State.Members.Count == 1, "the one that was lost is removed");
        Assert.Equal(1L, await SqlAsync("SELECT count(*) FROM coordinator_leases WHERE name = 'some-lease'"));
        Assert.False(second.IsTerminated);
    }

    private Lease LeaseOf(string owner) => LeaseProvider.Get(System()).GetLease(Name, LeaseConfig.Path, owner);

    private ActorSystem System(string hocon = "")
    {
        var config = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }")
            .WithFallback(ConfigurationFactory.ParseString(hocon)).WithFallback(LeaseConfig.Of(Timeout));
        var system = ActorSystem.Create("leases", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(config), new LeaseSetup(new PostgresLeases(Database), TimeProvider.System)));
        _systems.Add(system);
        return system;
    }

    /// <summary>Waits until the end of the lease has moved on by a time, on the clock of the database.</summary>
    private async Task RenewedAsync(TimeSpan by)
    {
        var before = (DateTime)(await SqlAsync("SELECT expires_at FROM coordinator_leases"))!;
        await Eventually.TrueAsync(
            async () => (DateTime)(await SqlAsync("SELECT expires_at FROM coordinator_leases"))! >= before + by, () => "the lease is renewed");
    }

    private async Task<object?> SqlAsync(string sql)
    {
        await using var connection = _postgres.Database.Connect();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
