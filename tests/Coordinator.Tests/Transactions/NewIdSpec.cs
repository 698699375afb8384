using Akka.Actor;
using Akka.TestKit;
using Coordinator.CheckBack;
using Coordinator.Contracts.Producing;
using Coordinator.Storage;
using Coordinator.Testing;
using Coordinator.Tests.Storage.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>
/// An id that was made a moment ago is not looked for. Where that is wrong (a frame that came twice, a participant that errs), the
/// journal's unique key refuses it, and what is in the journal stands.
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
        await kit.CloseAsync();
    }

    private static void New_id_is_prepared_and_committed(JournalKit kit)
    {
        var actor = Start(kit, Some.Id.Value);
        Expect(kit, actor, Some.Prepare() with { IsNew = true }, TransactionOutcome.Accepted, TransactionPhase.Prepared);
        Expect(kit, actor, Some.Commit(), TransactionOutcome.Accepted, TransactionPhase.Committed);
        Stop(kit, actor);
    }

    private static void New_id_that_is_committed_is_busy_and_its_repetition_is_told_the_decision(JournalKit kit)
    {
        var actor = Start(kit, Some.Id.Value);
        kit.Watch(actor);
        Expect(kit, actor, Some.Prepare() with { IsNew = true }, TransactionOutcome.Busy, TransactionPhase.None);
        kit.ExpectTerminated(actor, JournalKit.Patience);

        Expect(
            kit, Start(kit, Some.Id.Value), Some.Prepare(), TransactionOutcome.AlreadyCommitted, TransactionPhase.Committed);
    }

    private static void New_id_that_is_rolled_back_is_never_prepared(JournalKit kit)
    {
        var id = new Contracts.TransactionId("overtaken");
        var actor = Start(kit, id.Value);
        Expect(kit, actor, Some.Rollback() with { Id = id }, TransactionOutcome.Accepted, TransactionPhase.RolledBack);
        Stop(kit, actor);

        actor = Start(kit, id.Value);
        Expect(kit, actor, Some.Prepare() with { Id = id, IsNew = true }, TransactionOutcome.Busy, TransactionPhase.None);
        Expect(
            kit,
            Start(kit, id.Value),
            Some.Prepare() with { Id = id },
            TransactionOutcome.AlreadyRolledBack,
            TransactionPhase.RolledBack);
    }

    private static IActorRef Start(JournalKit kit, string id)
    {
        var policy = new CheckPolicy(new CheckOptions());
        var around = new TransactionSurroundings(
            kit.CreateTestProbe(),
            kit.CreateTestProbe(),
            new TransactionDecider(policy.Budget),
            policy,
            new TransactionTimeline(JournalTransactionHistory.Of(kit.Sys), policy),
            new TransactionOptions()) { SkipsReadsOfNewIds = true };
        return kit.CreateTestProbe().ChildActorOf(TransactionActor.Props(new Contracts.TransactionId(id), around));
    }

    private static void Expect(
        JournalKit kit, IActorRef actor, ITransactionMessage command, TransactionOutcome outcome, TransactionPhase phase)
    {
        actor.Tell(command, kit.TestActor);
        var reply = kit.ExpectMsg<TransactionReply>(JournalKit.Patience);
        Assert.Equal((outcome, phase), (reply.Outcome, reply.Phase));
    }

    private static void Stop(JournalKit kit, IActorRef actor)
    {
        kit.Watch(actor);
        kit.Sys.Stop(actor);
        kit.ExpectTerminated(actor, JournalKit.Patience);
    }
}
