using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Tests.Checks;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>
/// Tests that a new id is not looked up in the journal. The id may exist nevertheless, because a frame came twice or a
/// participant made an error. Then the journal's unique key refuses it, and the journal's content stands.
/// </summary>
public sealed class NewIdSpec
{
    [Fact]
    public Task Sqlite_refuses_a_new_id_that_is_known() => RefusesNewIdThatIsKnown(StorageEngine.Sqlite);

    [PostgresFact]
    public Task Postgres_refuses_a_new_id_that_is_known() => RefusesNewIdThatIsKnown(StorageEngine.PostgreSql);

    private static async Task RefusesNewIdThatIsKnown(StorageEngine engine)
    {
        var kit = await JournalKit.OpenAsync(engine, JournalKind.GroupCommit);
        New_id_is_prepared_and_committed(kit);
        New_id_that_is_committed_is_busy_and_its_repetition_is_told_the_decision(kit);
        New_id_that_is_rolled_back_is_never_prepared(kit);
        New_id_that_another_group_rolled_back_is_busy_and_its_repetition_is_prepared(kit);
        await kit.CloseAsync();
    }

    private static void New_id_is_prepared_and_committed(JournalKit kit)
    {
        var actor = Wake(kit, Some.Prepare() with { IsNew = true });
        Expect(kit, TransactionOutcome.Accepted, TransactionPhase.Prepared);
        actor.Tell(Some.Commit(), kit.TestActor);
        Expect(kit, TransactionOutcome.Accepted, TransactionPhase.Committed);
        Stop(kit, actor);
    }

    private static void New_id_that_is_committed_is_busy_and_its_repetition_is_told_the_decision(JournalKit kit)
    {
        kit.Watch(Wake(kit, Some.Prepare() with { IsNew = true }));
        Expect(kit, TransactionOutcome.Busy, TransactionPhase.None);
        kit.ExpectMsg<Terminated>(JournalKit.Patience);

        Wake(kit, Some.Prepare());
        Expect(kit, TransactionOutcome.AlreadyCommitted, TransactionPhase.Completed);
    }

    private static void New_id_that_is_rolled_back_is_never_prepared(JournalKit kit)
    {
        var id = new TransactionId("overtaken");
        var actor = Wake(kit, Some.Rollback() with { Id = id });
        Expect(kit, TransactionOutcome.Accepted, TransactionPhase.RolledBack);
        Stop(kit, actor);

        Wake(kit, Some.Prepare() with { Id = id, IsNew = true });
        Expect(kit, TransactionOutcome.Busy, TransactionPhase.None);

        Wake(kit, Some.Prepare() with { Id = id });
        Expect(kit, TransactionOutcome.AlreadyRolledBack, TransactionPhase.RolledBack);
    }

    private static void New_id_that_another_group_rolled_back_is_busy_and_its_repetition_is_prepared(JournalKit kit)
    {
        var id = new TransactionId("of-another-group");
        var actor = Wake(kit, Some.Rollback(Some.OtherGroup) with { Id = id });
        Expect(kit, TransactionOutcome.Accepted, TransactionPhase.RolledBack);
        Stop(kit, actor);

        Wake(kit, Some.Prepare() with { Id = id, IsNew = true });
        Expect(kit, TransactionOutcome.Busy, TransactionPhase.None);

        Wake(kit, Some.Prepare() with { Id = id });
        Expect(kit, TransactionOutcome.Accepted, TransactionPhase.Prepared);
    }

    /// <summary>Starts a transaction as a shard does: the message that starts it is in its mailbox before it begins.</summary>
    private static IActorRef Wake<TCommand>(JournalKit kit, TCommand command)
        where TCommand : ITransactionMessage
    {
        var policy = new CheckPolicy(new CheckScheduleOptions());
        var around = new TransactionDependencies(
            kit.Sys.ActorOf(Props.Create(() => new PromptQueues(new Activity()))),
            kit.CreateTestProbe(),
            new TransactionDecider(policy.Budget),
            policy,
            new TransactionOptions(),
            new StoredEventMapping(kit.Sys.Serialization, kit.Sys.Scheduler))
        { SkipsReadsOfNewIds = true };
        using var begin = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var actor = kit.CreateTestProbe().ChildActorOf(
            Props.CreateBy(new HeldBack(TransactionActor.Props(command.Id, around), begin, begun)));
        actor.Tell(command, kit.TestActor);
        begin.Set();
        Assert.True(begun.Wait(JournalKit.Patience));
        return actor;
    }

    private static void Expect(JournalKit kit, TransactionOutcome outcome, TransactionPhase phase)
    {
        var reply = kit.ExpectMsg<TransactionReply>(JournalKit.Patience);
        Assert.Equal((outcome, phase), (reply.Outcome, reply.Phase));
    }

    private static void Stop(JournalKit kit, IActorRef actor)
    {
        kit.Watch(actor);
        kit.Sys.Stop(actor);
        kit.ExpectTerminated(actor, JournalKit.Patience);
    }

    private sealed class HeldBack(Props props, ManualResetEventSlim begin, ManualResetEventSlim begun) : IIndirectActorProducer
    {
        public Type ActorType => props.Type;

        public ActorBase Produce()
        {
            begin.Wait();
            var actor = props.NewActor();
            begun.Set();
            return actor;
        }

        public void Release(ActorBase actor)
        {
        }
    }
}
