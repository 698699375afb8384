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
        actor.Tell(Some.Prepare() with { Number = 2 }, TestActor);
        actor.Tell(Some.Rollback() with { Number = 3 }, TestActor);
        actor.Tell(Some.Commit() with { Number = 4 }, TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        AppendEverything(actor);

        Assert.Equal(
            [(1L, Accepted), (2L, AlreadyCommitted), (4L, Accepted)],
            ReceiveN(3).Cast<TransactionReply>().Select(reply => (reply.Number, reply.Outcome)));
        // The contradiction goes into the timeline, which only the next incarnation can write.
        Shard.ExpectMsg<Passivate>();
        Assert.Equal(3, Shard.ExpectMsg<RollbackTransaction>().Number);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commands_that_wait_are_limited(bool twoQueues)
    {
        var actor = StartPrepared(twoQueues ? Some.PrepareForTwoQueues() : Some.Prepare());
        for (var number = 0; number <= TransactionReplies.MostWaiting + 1; number++)
            actor.Tell(Some.Commit() with { Number = number }, TestActor);
        Assert.Contains("wait already", ExpectMsg<TransactionReply>().Detail, StringComparison.Ordinal);
        AppendEverything(actor, queues: twoQueues ? 2 : 1);
        Assert.All(
            ReceiveN(TransactionReplies.MostWaiting).Cast<TransactionReply>().Where(reply => reply.Outcome != Busy),
            reply => Assert.Equal(Accepted, reply.Outcome));
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
    public void Commit_that_overtakes_the_stop_is_for_the_next_incarnation()
    {
        var actor = StartPrepared(Some.Prepare(timeout: TimeSpan.FromHours(1)));
        Time.Advance(Options.TransactionLinger);
        var passivate = Shard.ExpectMsg<Passivate>();
        actor.Tell(Some.Commit(), TestActor);
        var forwarded = Shard.ExpectMsg<CommitTransaction>();
        Assert.Equal(TestActor, Shard.LastSender);
        actor.Tell(passivate.StopMessage, Shard.Ref);
        ExpectTerminated(actor);
        Queues.ExpectNoMsg(TimeSpan.Zero);
        ExpectCommit(Start(), forwarded);
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
    public void Answer_to_a_check_in_flight_is_awaited_and_reported_when_it_contradicts()
    {
        var actor = StartPrepared();
        var request = ExpectCheck(after: Checking.TransactionTimeout);
        ExpectCommit(actor);
        Shard.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        Conclude(request, CheckEnding.RolledBack);
        Shard.ExpectMsg<Passivate>();
        var forwarded = Shard.ExpectMsg<CheckConcluded>();
        EventFilter.Error(contains: "contradicts").ExpectOne(() => Crash(actor).Tell(forwarded));
        AwaitAssert(() => Assert.Equal([nameof(TransactionPrepared), nameof(TransactionAppended), nameof(TransactionReported)], Written));
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
