using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Contracts.Producing;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using static Coordinator.Contracts.Producing.TransactionOutcome;

namespace Coordinator.Tests.Transactions;

/// <summary>Commit that the queue writes together with the messages. The test plays the queue.</summary>
public sealed class CommitInOneWriteSpec : TransactionActorKit
{
    [Fact, Trait("race", "24")]
    public void Commit_is_answered_only_when_the_queue_has_written_it_race_24()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Commit(), TestActor);
        var append = Queues.ExpectMsg<AppendToQueue>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal((JournalId, 2L), (append.Companion!.Value.PersistenceId, append.Companion.Value.SequenceNumber));

        Assert.True(Stores(append));
        actor.Tell(new AppendedToQueue(append.Queue, append.Transaction));

        ExpectReply(Accepted, TransactionPhase.Committed);
    }

    [Fact]
    public void Commands_that_come_during_the_write_wait_and_are_answered_in_their_order()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Commit() with { Number = 1 }, TestActor);
        actor.Tell(Some.Rollback() with { Number = 2 }, TestActor);
        actor.Tell(Some.Prepare() with { Number = 3 }, TestActor);
        actor.Tell(Some.Commit() with { Number = 4 }, TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        AppendEverything(actor);

        Assert.Equal(
            [(1L, Accepted), (2L, AlreadyCommitted), (3L, AlreadyCommitted), (4L, Accepted)],
            ReceiveN(4).Cast<TransactionReply>().Select(reply => (reply.Number, reply.Outcome)));
    }

    [Fact, Trait("race", "25")]
    public void Refused_commit_is_read_anew_and_answered_from_the_journal_race_25()
    {
        var actor = StartPrepared();
        var shard = Shard;
        actor.Tell(Some.Commit(), TestActor);
        // An earlier attempt was stored, and its answer was lost.
        Assert.True(Stores(Queues.ExpectMsg<AppendToQueue>()));
        Time.Advance(Options.AppendRetryInterval * 2);

        AppendEverything(actor);

        shard.ExpectMsg<Passivate>();
        var forwarded = shard.ExpectMsg<CommitTransaction>();
        Assert.Equal(TestActor, shard.LastSender);
        Expect(Crash(actor), forwarded, Accepted, TransactionPhase.Committed);
        Queues.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionAppended)], Written);
    }

    [Fact, Trait("race", "25")]
    public void Copy_whose_commit_is_refused_decides_nothing_more_race_25()
    {
        var stale = StartPrepared();
        var shard = Shard;
        var successor = Start();
        Expect(successor, Some.Rollback(), Accepted, TransactionPhase.RolledBack);
        stale.Tell(Some.Commit(), TestActor);
        AppendEverything(stale);
        shard.ExpectMsg<Passivate>();
        shard.ExpectMsg<CommitTransaction>();

        stale.Tell(Some.Prepare());
        stale.Tell(new WakeTransaction(Some.Id));

        shard.ExpectMsg<PrepareTransaction>();
        shard.ExpectMsg<WakeTransaction>();
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionRolledBack)], Written);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Commit_whose_queue_is_silent_is_repeated_then_unknown()
    {
        Options.AppendRetryMax = 3;
        var actor = StartPrepared();
        actor.Tell(Some.Commit(), TestActor);
        actor.Tell(Some.Rollback(), TestActor);
        var append = Queues.ExpectMsg<AppendToQueue>();
        for (var repetition = 0; repetition < 3; repetition++)
        {
            Time.Advance(TimeSpan.FromSeconds(1 << repetition));
            Assert.Equal(append.Companion!.Value.Message, Queues.ExpectMsg<AppendToQueue>().Companion!.Value.Message);
        }

        Time.Advance(Options.AppendRetryMaxInterval);

        ExpectReply(Busy, TransactionPhase.Prepared);
        ExpectReply(Busy, TransactionPhase.Prepared);
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionPrepared)], Written);
        ExpectCommit(Start());
    }

    [Fact]
    public void Shard_that_stops_the_entity_during_the_write_leaves_an_unknown_result()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Commit(), TestActor);
        var append = Queues.ExpectMsg<AppendToQueue>();
        actor.Tell(StopTransaction.Instance);
        ExpectReply(Busy, TransactionPhase.Prepared);
        ExpectTerminated(actor);

        Assert.True(Stores(append));

        Expect(Start(), Some.Commit(), Accepted, TransactionPhase.Committed);
        Queues.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Late_check_that_agrees_is_awaited_and_one_that_contradicts_is_reported()
    {
        var actor = StartPrepared();
        var request = ExpectCheck(after: Checking.TransactionTimeout);
        ExpectCommit(actor);
        Shard.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        EventFilter.Error(contains: "contradicts").ExpectOne(() => Conclude(request, CheckEnding.RolledBack));
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionAppended)], Written);
    }

    [Fact]
    public void Wake_of_the_sweep_during_the_write_changes_nothing()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Commit(), TestActor);
        actor.Tell(new WakeTransaction(Some.Id, [Some.Group], IsCommitted: true));
        AppendEverything(actor);
        ExpectReply(Accepted, TransactionPhase.Committed);
        ExpectPassivation(actor);
        Checks.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact, Trait("race", "12")]
    public void Crash_before_the_queue_writes_leaves_it_open_and_crash_after_it_leaves_it_committed_race_12()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Commit(), TestActor);
        var lost = Queues.ExpectMsg<AppendToQueue>();
        actor = Crash(actor);
        actor.Tell(new WakeTransaction(Some.Id));
        Settle(actor);
        Queues.ExpectNoMsg(TimeSpan.Zero);
        Assert.True(Stores(lost));

        // It knows nothing of the write, and cannot write over it.
        var shard = Shard;
        actor.Tell(Some.Rollback(), TestActor);
        ExpectReply(Busy, TransactionPhase.Prepared);
        ExpectTerminated(actor);
        shard.ExpectNoMsg(TimeSpan.Zero);

        EventFilter.Error(contains: "contradicts").ExpectOne(
            () => Expect(Start(), Some.Rollback(), AlreadyCommitted, TransactionPhase.Completed));
    }

    [Fact]
    public void Operator_and_check_commit_in_one_write_too()
    {
        var actor = StartPrepared();
        actor.Tell(Some.Resolve(Resolution.Commit), TestActor);
        AppendEverything(actor);
        ExpectReply(Accepted, TransactionPhase.Completed);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionAppended)], Written);
    }
}
