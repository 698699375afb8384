using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using static Coordinator.Contracts.Producing.TransactionOutcome;

namespace Coordinator.Tests.Transactions;

public sealed class TransactionJournalFaultsSpec : TransactionActorKit
{
    [Theory]
    [InlineData(JournalFault.Reject)]
    [InlineData(JournalFault.Fail)]
    [InlineData(JournalFault.Lose)]
    public void Prepare_whose_write_fails_is_unknown_and_may_be_repeated(JournalFault fault)
    {
        Journal.Arm<TransactionPrepared>(fault);
        var actor = Start();
        Expect(actor, Some.Prepare(), Busy, TransactionPhase.None);
        ExpectTerminated(actor);
        Expect(Start(), Some.Prepare(), Accepted, TransactionPhase.Prepared);
        Assert.Equal([nameof(TransactionPrepared)], Written);
    }

    [Fact]
    public void Rejected_write_is_no_error_of_the_node()
    {
        Journal.Arm<TransactionPrepared>(JournalFault.Reject);
        var actor = Start();
        EventFilter.Error().Expect(0, () => EventFilter.Warning(contains: "rejected an event").ExpectOne(() =>
        {
            Expect(actor, Some.Prepare(), Busy, TransactionPhase.None);
            ExpectTerminated(actor);
        }));
    }

    [Theory]
    [InlineData(JournalFault.Reject)]
    [InlineData(JournalFault.Fail)]
    [InlineData(JournalFault.Lose)]
    public void Commit_whose_write_fails_is_unknown_and_may_be_repeated(JournalFault fault)
    {
        var actor = StartPrepared(Some.PrepareForTwoQueues());
        Journal.Arm<TransactionCommitted>(fault);
        Expect(actor, Some.Commit(), Busy, TransactionPhase.Prepared);
        ExpectTerminated(actor);
        Queues.ExpectNoMsg(TimeSpan.Zero);

        actor = Start();
        actor.Tell(Some.Commit(), TestActor);
        AppendEverything(actor, queues: 2);
        ExpectReply(Accepted, TransactionPhase.Committed);
        ExpectPassivation(actor);
        Assert.Single(Written, nameof(TransactionCommitted));
    }

    [Theory]
    [InlineData(JournalFault.Reject)]
    [InlineData(JournalFault.Fail)]
    [InlineData(JournalFault.Lose)]
    public void Operator_whose_write_fails_is_told_that_it_is_unknown(JournalFault fault)
    {
        var actor = StartPrepared();
        Journal.Arm<TransactionRolledBack>(fault);
        Expect(actor, Some.Resolve(Resolution.RollBack), Busy, TransactionPhase.Prepared);
        ExpectTerminated(actor);
    }

    [Theory]
    [InlineData(JournalFault.Fail)]
    [InlineData(JournalFault.Lose)]
    public void Completion_whose_write_fails_is_made_up_for_by_the_sweep(JournalFault fault)
    {
        var actor = StartPrepared(Some.PrepareForTwoQueues());
        Journal.Arm<TransactionCompleted>(fault);
        actor.Tell(Some.Commit(), TestActor);
        AppendEverything(actor, queues: 2);
        ExpectReply(Accepted, TransactionPhase.Committed);
        ExpectTerminated(actor);

        actor = Start();
        actor.Tell(new WakeTransaction(Some.Id));
        if (fault is JournalFault.Fail)
            AppendEverything(actor, queues: 2);
        ExpectPassivation(actor);
        Assert.Single(Written, nameof(TransactionCompleted));
    }

    [Fact]
    public void Nothing_is_replied_appended_or_checked_before_it_is_durable()
    {
        var actor = Start();
        var prepare = Journal.Hold<TransactionPrepared>();
        actor.Tell(Some.PrepareForTwoQueues(), TestActor);
        ExpectNothing();
        prepare.Release();
        ExpectReply(Accepted, TransactionPhase.Prepared);

        var commit = Journal.Hold<TransactionCommitted>();
        actor.Tell(Some.Commit(), TestActor);
        ExpectNothing();
        commit.Release();
        AppendEverything(actor, queues: 2);
        ExpectReply(Accepted, TransactionPhase.Committed);
    }

    [Fact]
    public void Recovery_that_fails_is_answered_with_busy()
    {
        Journal.FailRecovery();
        var actor = Start();
        Expect(actor, Some.Prepare(), Busy, TransactionPhase.None);
        ExpectTerminated(actor);
        StartPrepared();
    }

    [Fact]
    public void Commands_that_wait_for_a_slow_recovery_are_answered_in_their_order()
    {
        var held = Journal.HoldRecovery();
        var actor = Start();
        actor.Tell(Some.Prepare(), TestActor);
        actor.Tell(Some.Commit(), TestActor);
        ExpectNothing();
        held.Release();
        ExpectReply(Accepted, TransactionPhase.Prepared);
        AppendEverything(actor);
        ExpectReply(Accepted, TransactionPhase.Committed);
    }

    [Fact, Trait("race", "11")]
    public void Second_copy_of_a_transaction_fails_on_the_key_and_stops_race_11()
    {
        var stale = StartPrepared();
        var successor = Start();
        ExpectCommit(successor);
        Expect(stale, Some.Rollback(), Busy, TransactionPhase.Prepared);
        ExpectTerminated(stale);
        Assert.DoesNotContain(nameof(TransactionRolledBack), Written);
        Expect(Crash(successor), Some.Rollback(), AlreadyCommitted, TransactionPhase.Completed);
    }

    [Fact, Trait("race", "11")]
    public void Copy_that_knows_nothing_of_the_commit_is_read_anew_when_the_sweep_tells_of_it_race_11()
    {
        var stale = StartPrepared(Some.PrepareForTwoQueues());
        var shard = Shard;
        var successor = Start();
        successor.Tell(Some.Commit(), TestActor);
        Queues.ReceiveN(2);
        Sys.Stop(successor);
        ExpectTerminated(successor);

        var wake = new WakeTransaction(Some.Id, IsCommitted: true);
        stale.Tell(wake);
        var passivate = shard.ExpectMsg<Passivate>();
        Assert.Same(wake, shard.ExpectMsg<WakeTransaction>());
        stale.Tell(passivate.StopMessage, shard.Ref);
        ExpectTerminated(stale);

        var anew = Start();
        anew.Tell(wake);
        AppendEverything(anew, queues: 2);
        ExpectPassivation(anew);
    }

    private void ExpectNothing()
    {
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Queues.ExpectNoMsg(TimeSpan.Zero);
        Checks.ExpectNoMsg(TimeSpan.Zero);
    }
}
