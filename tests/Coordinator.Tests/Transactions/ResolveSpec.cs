using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Contracts.Producing;
using Coordinator.Transactions;
using static Coordinator.Contracts.Producing.TransactionOutcome;

namespace Coordinator.Tests.Transactions;

/// <summary>Decisions of operators, who wait for the answer of an instance. The test plays the check sender.</summary>
[Trait("race", "26")]
[Trait("attack", "L15")]
public sealed class ResolveSpec : TransactionActorKit
{
    [Fact]
    public void Rollback_is_refused_while_the_local_transaction_is_open()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Wish(Resolution.RollBack), TestActor);
        var request = Checks.ExpectMsg<RequestCheck>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));

        Checks.Reply(new CheckConcluded(request.Id, request.Number, CheckEnding.InProgress, Some.Instance, Time.Now, "a local transaction is open"));

        var refused = ExpectMsg<TransactionResolved>();
        Assert.Equal((Conflict, TransactionPhase.Prepared), (refused.Outcome, refused.Phase));
        Assert.Equal("instance orders-a answered that its local transaction is still open: a local transaction is open", refused.Detail);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionChecked)], Written);
        ExpectCommit(actor);
    }

    [Fact]
    public void Rollback_that_the_fence_allows_is_the_operator_s_with_the_answer_as_its_grounds()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Wish(Resolution.RollBack), TestActor);
        Conclude(Checks.ExpectMsg<RequestCheck>(), CheckEnding.RolledBack);
        ExpectReply(Accepted, TransactionPhase.RolledBack);
        ExpectPassivation(actor);
        var decision = Assert.Single(Journal.EventsOf(JournalId).OfType<TransactionRolledBack>()).By;
        Assert.Equal(new DecidedBy.Operator("ann", "the bank says so", "instance orders-a answered check 1: rolled back", 1), decision);
    }

    [Fact]
    public void Commit_that_the_database_confirms_is_appended_before_the_operator_hears_of_it()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Wish(Resolution.Commit), TestActor);
        Conclude(Checks.ExpectMsg<RequestCheck>(), CheckEnding.Committed);
        ExpectNoMsg(TimeSpan.FromMilliseconds(30));
        AppendEverything(actor);
        ExpectReply(Accepted, TransactionPhase.Completed);
        Assert.Equal(
            "instance orders-a answered check 1: committed",
            Assert.IsType<DecidedBy.Operator>(Journal.EventsOf(JournalId).OfType<TransactionAppended>().Single().By).Grounds);
    }

    [Fact]
    public void Rollback_of_what_is_committed_in_the_database_commits_it()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Wish(Resolution.RollBack), TestActor);
        Conclude(Checks.ExpectMsg<RequestCheck>(), CheckEnding.Committed);
        AppendEverything(actor);
        ExpectReply(AlreadyCommitted, TransactionPhase.Completed);
        Assert.IsType<DecidedBy.Check>(Journal.EventsOf(JournalId).OfType<TransactionAppended>().Single().By);
    }

    [Fact]
    public void Commit_of_what_is_rolled_back_in_the_database_rolls_it_back()
    {
        var actor = StartPrepared(Some.PrepareForTwoQueues());
        actor.Tell(Some.Wish(Resolution.Commit), TestActor);
        Conclude(Checks.ExpectMsg<RequestCheck>(), CheckEnding.RolledBack);
        ExpectReply(AlreadyRolledBack, TransactionPhase.RolledBack);
        ExpectPassivation(actor);
        Queues.ExpectNoMsg(TimeSpan.Zero);
    }

    [Theory]
    [InlineData((int)CheckEnding.NoInstance, "no instance of the producer group is connected")]
    [InlineData((int)CheckEnding.Failed, "instance orders-a could not find out")]
    [InlineData((int)CheckEnding.TimedOut, "instance orders-a did not answer")]
    [InlineData((int)CheckEnding.Deferred, "no instance could be asked now")]
    public void Without_an_answer_nothing_is_decided_and_the_reason_is_told(int ending, string reason)
    {
        var actor = StartPrepared();
        actor.Tell(Some.Wish(Resolution.RollBack), TestActor);
        Conclude(Checks.ExpectMsg<RequestCheck>(), (CheckEnding)ending);
        var refused = ExpectMsg<TransactionResolved>();
        Assert.Equal((Conflict, TransactionPhase.Prepared, reason), (refused.Outcome, refused.Phase, refused.Detail));
    }

    [Fact]
    public void Check_that_is_never_concluded_is_no_answer()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Wish(Resolution.RollBack), TestActor);
        Checks.ExpectMsg<RequestCheck>();
        Time.Advance(Options.CheckPatience);
        var refused = ExpectMsg<TransactionResolved>();
        Assert.Equal((Conflict, "no instance could be asked now: the check was not concluded in time"), (refused.Outcome, refused.Detail));
    }

    [Fact]
    public void Operators_who_want_the_contrary_both_get_the_answer_of_one_check()
    {
        var actor = StartPrepared();
        var request = ExpectCheck(after: Checking.TransactionTimeout);
        actor.Tell(Some.Wish(Resolution.Commit), TestActor);
        actor.Tell(Some.Wish(Resolution.RollBack), TestActor);
        Settle(actor);
        Checks.ExpectNoMsg(TimeSpan.Zero);
        actor.Tell(Some.Concluded(request.Number, CheckEnding.RolledBack), Checks.Ref);
        ExpectReply(AlreadyRolledBack, TransactionPhase.RolledBack);
        ExpectReply(Accepted, TransactionPhase.RolledBack);
    }

    [Fact]
    public void Force_decides_without_an_answer_and_the_contrary_that_comes_later_is_in_the_timeline()
    {
        var actor = StartPrepared();
        Expect(actor, Some.Resolve(Resolution.RollBack), Accepted, TransactionPhase.RolledBack);
        Checks.ExpectNoMsg(TimeSpan.Zero);
        ExpectPassivation(actor);

        actor = Start();
        EventFilter.Error(contains: "contradicts").ExpectOne(() => Expect(actor, Some.Commit(), AlreadyRolledBack, TransactionPhase.RolledBack));
        Expect(actor, Some.Commit(), AlreadyRolledBack, TransactionPhase.RolledBack);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionRolledBack), nameof(TransactionReported)], Written);
    }

    [Fact]
    public void Contradiction_of_a_commit_in_one_write_is_recorded_by_the_next_incarnation()
    {
        var actor = StartPrepared();
        ExpectCommit(actor);
        var shard = Shard;
        actor.Tell(Some.Rollback(), TestActor);
        shard.ExpectMsg<Passivate>();
        var forwarded = shard.ExpectMsg<RollbackTransaction>();

        EventFilter.Error(contains: "contradicts").ExpectOne(
            () => Expect(Crash(actor), forwarded, AlreadyCommitted, TransactionPhase.Completed));

        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionAppended), nameof(TransactionReported)], Written);
    }

    [Fact]
    public void Answer_that_comes_after_the_decision_is_in_the_timeline()
    {
        var actor = StartPrepared(Some.PrepareForTwoQueues());
        var request = ExpectCheck(after: Checking.TransactionTimeout);
        actor.Tell(Some.Commit(), TestActor);
        AppendEverything(actor, queues: 2);
        ExpectReply(Accepted, TransactionPhase.Committed);
        Conclude(request, CheckEnding.Committed);
        ExpectPassivation(actor);
        var report = Assert.Single(Journal.EventsOf(JournalId).OfType<TransactionReported>());
        Assert.Equal((true, 1), (report.Committed, Assert.IsType<DecidedBy.Check>(report.By).Number));
    }
}
