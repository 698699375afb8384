using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using static Coordinator.Contracts.Producing.TransactionOutcome;

namespace Coordinator.Tests.Transactions;

public sealed class TransactionActorSpec : TransactionActorKit
{
    [Fact]
    public void Transaction_of_one_queue_is_two_events_and_one_append()
    {
        var actor = StartPrepared();
        ExpectCommit(actor);
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionAppended)], Written);
        Queues.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact, Trait("race", "24")]
    public void Transaction_of_two_queues_is_three_events_and_is_answered_when_both_have_it_race_24()
    {
        var actor = StartPrepared(Some.PrepareForTwoQueues());
        actor.Tell(Some.Commit(), TestActor);
        AppendEverything(actor);
        actor.Tell(Some.Commit(), TestActor);
        Settle(actor);
        ExpectNoMsg(TimeSpan.Zero);
        AppendEverything(actor);
        ExpectReply(Accepted, TransactionPhase.Committed);
        ExpectReply(Accepted, TransactionPhase.Committed);
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionCommitted), nameof(TransactionCompleted)], Written);
    }

    [Fact]
    public void Messages_are_appended_grouped_by_queue_in_their_order()
    {
        var prepare = Some.Prepare() with
        {
            Messages =
            [
                new RoutedMessage(Some.Message("a"), 1), new RoutedMessage(Some.Message("b"), 1),
                new RoutedMessage(Some.Message("a"), 1), new RoutedMessage(Some.Message("a"), 0),
            ],
        };
        var actor = StartPrepared(prepare);
        actor.Tell(Some.Commit(), TestActor);
        var appends = Enumerable.Range(0, 3).Select(_ => Queues.ExpectMsg<AppendToQueue>()).ToList();
        Assert.Equal(["a/1: 0 2", "b/1: 1", "a/0: 3"], appends.Select(append =>
            $"{append.Queue}: {string.Join(' ', append.Messages.Select(message => message.Index))}"));
        foreach (var append in appends)
        {
            Assert.DoesNotContain(nameof(TransactionCompleted), Written);
            actor.Tell(new AppendedToQueue(append.Queue, append.Transaction));
        }

        ExpectReply(Accepted, TransactionPhase.Committed);
        ExpectPassivation(actor);
        Assert.Contains(nameof(TransactionCompleted), Written);
    }

    [Fact]
    public void Append_is_repeated_with_back_off_until_it_is_confirmed_then_left_to_the_sweep()
    {
        Options.AppendRetryMax = 3;
        var actor = StartPrepared(Some.PrepareForTwoQueues());
        actor.Tell(Some.Commit(), TestActor);
        AppendEverything(actor);
        Queues.ExpectMsg<AppendToQueue>();
        for (var repetition = 0; repetition < 3; repetition++)
        {
            Time.Advance(TimeSpan.FromSeconds(1 << repetition));
            Queues.ExpectMsg<AppendToQueue>();
        }

        Time.Advance(Options.AppendRetryMaxInterval);
        ExpectReply(Busy, TransactionPhase.Committed);
        ExpectPassivation(actor);

        actor = Start();
        actor.Tell(new WakeTransaction(Some.Id));
        AppendEverything(actor, queues: 2);
        ExpectPassivation(actor);
        Assert.Contains(nameof(TransactionCompleted), Written);
    }

    [Fact]
    public void Each_reply_has_the_number_of_its_command_also_of_two_that_came_at_once()
    {
        var actor = Start();
        actor.Tell(Some.PrepareForTwoQueues() with { Number = 1 }, TestActor);
        actor.Tell(Some.Prepare("other") with { Number = 2 }, TestActor);
        actor.Tell(Some.Commit() with { Number = 3 }, TestActor);
        actor.Tell(Some.Rollback() with { Number = 4 }, TestActor);
        AppendEverything(actor, queues: 2);

        var replies = ReceiveN(4).Cast<TransactionReply>().OrderBy(reply => reply.Number).Select(reply => reply.Outcome);

        Assert.Equal([Accepted, Conflict, Accepted, AlreadyCommitted], replies);
    }

    [Theory, Trait("race", "57")]
    [InlineData(1)]
    [InlineData(2)]
    public void Handed_over_transaction_is_never_open_and_is_answered_when_all_queues_have_it(int queues)
    {
        var handOver = Some.HandOver() with { Messages = queues == 1 ? Some.Prepare().Messages : Some.PrepareForTwoQueues().Messages };
        var actor = Start();
        actor.Tell(handOver, TestActor);
        AppendEverything(actor, queues);
        ExpectReply(Accepted, TransactionPhase.Committed);
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionCommitted), nameof(TransactionCompleted)], Written);

        Expect(Start(), handOver, Accepted, TransactionPhase.Completed);
        Checks.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(3, Written.Count());
    }

    [Fact]
    public void Unknown_transaction_leaves_memory_after_its_refusal()
    {
        var actor = Start();
        Expect(actor, Some.Commit(), NotFound, TransactionPhase.None);
        ExpectPassivation(actor);
        actor = Start();
        actor.Tell(new WakeTransaction(Some.Id));
        ExpectPassivation(actor);
        Assert.Empty(Written);
    }

    [Fact]
    public void Rolled_back_transaction_leaves_memory_and_its_messages()
    {
        var actor = StartPrepared();
        Expect(actor, Some.Rollback(), Accepted, TransactionPhase.RolledBack);
        ExpectPassivation(actor);
        Queues.ExpectNoMsg(TimeSpan.Zero);
        Expect(Start(), Some.Rollback(), Accepted, TransactionPhase.RolledBack);
    }

    [Fact]
    public void Transaction_with_a_distant_check_leaves_memory_after_a_while_and_is_woken_by_the_sweep()
    {
        var actor = StartPrepared(Some.Prepare(timeout: TimeSpan.FromHours(1)));
        Shard.ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(Options.TransactionLinger);
        ExpectPassivation(actor);

        Time.Advance(TimeSpan.FromMinutes(59.5));
        actor = Start();
        actor.Tell(new WakeTransaction(Some.Id));
        Settle(actor);
        Checks.ExpectNoMsg(TimeSpan.Zero);
        ExpectCheck(after: TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Command_that_overtakes_the_stop_is_not_forgotten()
    {
        var actor = Start();
        Expect(actor, Some.Commit(), NotFound, TransactionPhase.None);
        var passivate = Shard.ExpectMsg<Passivate>();
        Expect(actor, Some.Prepare(), Accepted, TransactionPhase.Prepared);
        actor.Tell(passivate.StopMessage, Shard.Ref);
        Shard.ExpectMsg<WakeTransaction>();
        ExpectTerminated(actor);
    }

    [Fact, Trait("race", "6")]
    public void Commits_on_two_connections_at_once_are_one_event_and_one_append_race_6()
    {
        var actor = StartPrepared();
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        actor.Tell(Some.Commit(), first.Ref);
        actor.Tell(Some.Commit(), second.Ref);
        first.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        second.ExpectNoMsg(TimeSpan.Zero);
        AppendEverything(actor);
        Assert.Equal(Accepted, first.ExpectMsg<TransactionReply>().Outcome);
        Assert.Equal(Accepted, second.ExpectMsg<TransactionReply>().Outcome);
        ExpectPassivation(actor);
        Queues.ExpectNoMsg(TimeSpan.Zero);
        Assert.Single(Written, nameof(TransactionAppended));
    }

    [Fact, Trait("race", "5")]
    public void Prepare_repeated_with_the_same_and_with_other_messages_race_5()
    {
        var actor = StartPrepared();
        Expect(actor, Some.Prepare(), Accepted, TransactionPhase.Prepared);
        Expect(actor, Some.Prepare(body: "other"), Conflict, TransactionPhase.Prepared);
        actor = Crash(actor);
        Expect(actor, Some.Prepare(), Accepted, TransactionPhase.Prepared);
        Expect(actor, Some.Prepare(body: "other"), Conflict, TransactionPhase.Prepared);
        Assert.Equal([nameof(TransactionPrepared)], Written);
    }

    [Fact, Trait("race", "7")]
    public void Contrary_command_after_the_decision_is_refused_race_7()
    {
        var actor = StartPrepared();
        ExpectCommit(actor);
        EventFilter.Error(contains: "contradicts").ExpectOne(
            () => Expect(Crash(actor), Some.Rollback(), AlreadyCommitted, TransactionPhase.Completed));
        Assert.DoesNotContain(nameof(TransactionRolledBack), Written);
    }

    [Fact]
    public void Contrary_commands_have_one_line_of_log()
    {
        var actor = StartPrepared();
        ExpectCommit(actor);
        actor = Crash(actor);
        EventFilter.Error(contains: "contradicts").ExpectOne(() =>
        {
            for (var again = 0; again < 10; again++)
                Expect(actor, Some.Rollback(), AlreadyCommitted, TransactionPhase.Completed);
        });
    }

    [Fact, Trait("race", "7")]
    public void Commit_after_the_rollback_is_refused_race_7()
    {
        var actor = StartPrepared();
        Expect(actor, Some.Rollback(), Accepted, TransactionPhase.RolledBack);
        ExpectPassivation(actor);
        actor = Start();
        EventFilter.Error(contains: "contradicts").ExpectOne(
            () => Expect(actor, Some.Commit(), AlreadyRolledBack, TransactionPhase.RolledBack));
        Queues.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact, Trait("race", "8")]
    public void Rollback_that_overtakes_its_prepare_leaves_a_tombstone_race_8()
    {
        var actor = Start();
        Expect(actor, Some.Rollback(), Accepted, TransactionPhase.RolledBack);
        ExpectPassivation(actor);
        actor = Start();
        Expect(actor, Some.Prepare(), AlreadyRolledBack, TransactionPhase.RolledBack);
        Assert.Equal([nameof(TransactionRolledBack)], Written);
    }

    [Fact, Trait("race", "22")]
    public void Rollback_of_another_group_before_the_prepare_blocks_nothing_of_the_group_that_prepares_race_22()
    {
        var actor = Start();
        Expect(actor, Some.Rollback(Some.OtherGroup), Accepted, TransactionPhase.RolledBack);
        ExpectPassivation(actor);
        actor = Start();
        Expect(actor, Some.Prepare(), Accepted, TransactionPhase.Prepared);
        actor = Crash(actor);
        Expect(actor, Some.Rollback(Some.OtherGroup), Accepted, TransactionPhase.RolledBack);
        Expect(actor, Some.Prepare(group: Some.OtherGroup), AlreadyRolledBack, TransactionPhase.RolledBack);
        Expect(actor, Some.Rollback(new ProducerGroup("third")), Conflict, TransactionPhase.None);
        ExpectCommit(actor);
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionRolledBack), nameof(TransactionPrepared), nameof(TransactionAppended)], Written);
    }

    [Fact, Trait("race", "12")]
    public void Crash_between_the_decision_and_the_append_appends_once_after_recovery_race_12()
    {
        var actor = StartPrepared(Some.PrepareForTwoQueues());
        actor.Tell(Some.Commit(), TestActor);
        Queues.ReceiveN(2);
        actor = Crash(actor);
        actor.Tell(new WakeTransaction(Some.Id));
        AppendEverything(actor, queues: 2);
        ExpectPassivation(actor);
        Queues.ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionCommitted), nameof(TransactionCompleted)], Written);
    }
}
