using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Tests.Checks;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>Tests the answers about ids that are older than the retention, on both engines.</summary>
[Trait("race", "39")]
public sealed class ExpiredIdSpec
{
    private static readonly DateTimeOffset Start = ExpiryStore.Start;
    private static readonly DateTimeOffset Bound = Start.AddDays(5);

    [Fact]
    public Task Expired_id_is_refused_for_each_command_on_Sqlite() => WithKit(StorageEngine.Sqlite, EachIsRefused);

    [PostgresFact]
    public Task Expired_id_is_refused_for_each_command_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, EachIsRefused);

    [Fact]
    public Task Node_that_does_not_know_the_bound_refuses_an_expired_id_on_Sqlite() => WithKit(StorageEngine.Sqlite, UnawareRefuses);

    [PostgresFact]
    public Task Node_that_does_not_know_the_bound_refuses_an_expired_id_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, UnawareRefuses);

    [Fact]
    public Task Transaction_is_deleted_between_two_commands_on_Sqlite() => WithKit(StorageEngine.Sqlite, DeletedBetween);

    [PostgresFact]
    public Task Transaction_is_deleted_between_two_commands_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, DeletedBetween);

    [Fact]
    public Task Open_transaction_below_the_bound_goes_on_on_Sqlite() => WithKit(StorageEngine.Sqlite, OpenGoesOn);

    [PostgresFact]
    public Task Open_transaction_below_the_bound_goes_on_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, OpenGoesOn);

    [Fact]
    public Task Unknown_ids_above_the_bound_are_answered_as_before_on_Sqlite() => WithKit(StorageEngine.Sqlite, AboveIsAsBefore);

    [PostgresFact]
    public Task Unknown_ids_above_the_bound_are_answered_as_before_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, AboveIsAsBefore);

    private static async Task EachIsRefused(JournalKit kit)
    {
        await RaiseAsync(kit);
        await GroupCommitQueues.Of(kit.Sys).ReadBoundsAsync("t-any");
        Assert.Equal(Bound.ToUnixTimeMilliseconds(), GroupCommitQueues.Of(kit.Sys).KnownExpiry);
        foreach (var command in CommandsFor(Id(Bound.AddMilliseconds(-1))))
            Expect(kit, command, TransactionOutcome.Expired);
    }

    private static async Task UnawareRefuses(JournalKit kit)
    {
        // The bound is raised by another node, and this one reads nothing after it. Its entities have found no events before.
        foreach (var command in CommandsFor(Id(Start)))
        {
            await using var other = OtherNode(kit);
            await other.RaiseAsync(Bound);
            var unaware = new Unaware(new JournalExpiry(GroupCommitQueues.Of(kit.Sys)));
            Expect(kit, command, TransactionOutcome.Expired, unaware);
        }

        Assert.Equal(0, (await GroupCommitQueues.Of(kit.Sys).ReadBoundsAsync($"t-{Id(Start)}")).Highest);
    }

    private static async Task DeletedBetween(JournalKit kit)
    {
        var id = Id(Start);
        // The events are of long ago, as the clock of the test's database cannot be moved.
        await using var other = OtherNode(kit);
        var pid = TransactionJournal.PersistenceIdOf(id);
        var actor = Begin(kit, id);
        Ask(kit, actor, CommandsFor(id)[0], TransactionOutcome.Accepted);
        Ask(kit, actor, new RollbackTransaction(id, Some.Group, Some.Instance, null), TransactionOutcome.Accepted);
        await other.RaiseAsync(Bound);
        Assert.Equal(0, await other.DeleteAsync(Bound, pid));
        Assert.Equal(2, await other.DeleteAsync(TimeProvider.System.GetUtcNow().AddDays(1), pid));

        // This copy is stale: it has all in memory, and reports a contradiction to the journal.
        Ask(kit, actor, new CommitTransaction(id, Some.Group, Some.Instance), TransactionOutcome.Busy);
        Assert.Empty(await other.NumbersAsync(pid));
        foreach (var command in CommandsFor(id))
            Expect(kit, command, TransactionOutcome.Expired);
    }

    private static async Task OpenGoesOn(JournalKit kit)
    {
        var id = Id(Start);
        Expect(kit, CommandsFor(id)[0], TransactionOutcome.Accepted);
        await RaiseAsync(kit);

        Expect(kit, CommandsFor(id)[1], TransactionOutcome.Accepted);
        Assert.False(await new JournalExpiry(GroupCommitQueues.Of(kit.Sys)).IsExpiredAsync(id));
        Expect(kit, new CommitTransaction(id, Some.Group, Some.Instance), TransactionOutcome.Accepted);
        Expect(kit, new CommitTransaction(id, Some.Group, Some.Instance), TransactionOutcome.Accepted);
    }

    private static async Task AboveIsAsBefore(JournalKit kit)
    {
        await RaiseAsync(kit);
        foreach (var id in (TransactionId[])[Id(Bound), Id(TimeProvider.System.GetUtcNow().AddYears(1)), new TransactionId("order-17")])
        {
            Expect(kit, new CommitTransaction(id, Some.Group, Some.Instance), TransactionOutcome.NotFound);
            Expect(kit, CommandsFor(id)[4], TransactionOutcome.NotFound);
            Expect(kit, CommandsFor(id)[0], TransactionOutcome.Accepted);
        }
    }

    private static TransactionId Id(DateTimeOffset at) => TransactionId.FromGuid(Guid.CreateVersion7(at));

    private static ITransactionMessage[] CommandsFor(TransactionId id) =>
    [
        Some.Prepare() with { Id = id, IsNew = true },
        Some.Prepare() with { Id = id },
        Some.Commit() with { Id = id },
        Some.Rollback() with { Id = id },
        Some.Resolve(Resolution.RollBack) with { Id = id },
        Some.Wish(Resolution.Commit) with { Id = id },
    ];

    private static async Task WithKit(StorageEngine engine, Func<JournalKit, Task> test)
    {
        var kit = await JournalKit.OpenAsync(engine, JournalKind.GroupCommit);
        try
        {
            await test(kit);
        }
        finally
        {
            await kit.CloseAsync();
        }
    }

    private static Task RaiseAsync(JournalKit kit) =>
        GroupCommitQueues.Of(kit.Sys).WriteAsync(new ExpiryRaise(Bound.ToUnixTimeMilliseconds(), ExpiryStore.Retention));

    private static IEventStore OtherNode(JournalKit kit) => kit.Database.Engine == StorageEngine.Sqlite
        ? new SqliteEventStore(kit.Database.ConnectionString)
        : new PostgresEventStore(kit.Database.ConnectionString);

    /// <summary>Starts a new incarnation with a command, and expects the outcome.</summary>
    private static void Expect(JournalKit kit, ITransactionMessage command, TransactionOutcome outcome, ITransactionExpiry? expiry = null)
    {
        var actor = Begin(kit, command.Id, expiry);
        Ask(kit, actor, command, outcome);
        kit.Watch(actor);
        kit.Sys.Stop(actor);
        kit.ExpectTerminated(actor, JournalKit.Patience);
    }

    private static void Ask(JournalKit kit, IActorRef actor, ITransactionMessage command, TransactionOutcome outcome)
    {
        actor.Tell(command, kit.TestActor);
        var (told, detail) = kit.ExpectMsg<object>(JournalKit.Patience) switch
        {
            TransactionReply reply => (reply.Outcome, reply.Detail),
            TransactionResolved resolved => (resolved.Outcome, resolved.Detail),
            var other => throw new InvalidOperationException($"There is no reply, but {other}."),
        };
        Assert.Equal((command, outcome), (command, told));
        if (outcome is TransactionOutcome.Expired)
            Assert.Contains("outcome store", detail, StringComparison.Ordinal);
    }

    private static IActorRef Begin(JournalKit kit, TransactionId id, ITransactionExpiry? expiry = null)
    {
        var policy = new CheckPolicy(new CheckScheduleOptions());
        var around = new TransactionDependencies(
            kit.Sys.ActorOf(Props.Create(() => new PromptQueues(new Activity()))),
            kit.CreateTestProbe(),
            new TransactionDecider(policy.Budget),
            policy,
            new TransactionOptions(),
            new StoredEventMapping(kit.Sys.Serialization, kit.Sys.Scheduler))
        {
            SkipsReadsOfNewIds = true,
            Expiry = expiry ?? new JournalExpiry(GroupCommitQueues.Of(kit.Sys)),
        };
        return kit.CreateTestProbe().ChildActorOf(TransactionActor.Props(id, around));
    }

    /// <summary>Expiry of a node that has not heard of the bound yet.</summary>
    private sealed class Unaware(ITransactionExpiry expiry) : ITransactionExpiry
    {
        public bool IsKnownExpired(TransactionId id) => false;

        public Task<bool> IsExpiredAsync(TransactionId id) => expiry.IsExpiredAsync(id);
    }
}
