using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Coordinator.Transactions;
using static Coordinator.Contracts.Producing.TransactionOutcome;

namespace Coordinator.Tests.Transactions;

public sealed class TransactionChecksSpec : TransactionActorKit
{
    private TimeSpan Longest => Checking.TransactionCheckMaxInterval;

    [Fact]
    public void Fifteen_answers_without_a_decision_park_it_and_a_late_answer_decides()
    {
        Options.TransactionMemoryHorizon = TimeSpan.FromHours(2);
        var actor = StartPrepared();
        for (var number = 1; number <= 15; number++)
        {
            var request = ExpectCheck(after: Longest);
            Assert.Equal(number, request.Number);
            Conclude(request, CheckEnding.InProgress);
            Settle(actor);
        }

        Assert.Equal(nameof(TransactionParked), Written.Last());
        Time.Advance(Longest);
        Checks.ExpectNoMsg(TimeSpan.Zero);
        var slow = ExpectCheck(after: Checking.TransactionCheckParkedInterval);
        Assert.Equal(16, slow.Number);
        Conclude(slow, CheckEnding.InProgress);
        Settle(actor);

        actor.Tell(Some.Concluded(3, CheckEnding.Committed));
        AppendEverything(actor);
        ExpectPassivation(actor);
        Assert.Equal(18, Journal.EventsOf(JournalId).Count(happened => happened is TransactionChecked or TransactionParked or TransactionPrepared));
        Assert.Equal(3, ((DecidedBy.Check)Journal.EventsOf(JournalId).OfType<TransactionAppended>().Single().By).Number);
    }

    [Fact]
    public void First_check_comes_a_timeout_after_the_prepare_and_carries_its_messages()
    {
        StartPrepared(Some.Prepare(timeout: TimeSpan.FromSeconds(20)));
        Time.Advance(TimeSpan.FromSeconds(19.9));
        Checks.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        var request = ExpectCheck(after: TimeSpan.FromSeconds(0.1));
        Assert.Equal((Some.Id, Some.Group, 1), (request.Id, request.Group, request.Number));
        Assert.Equal("orders.paid", Assert.Single(request.Messages).Topic.Value);
    }

    [Fact, Trait("race", "4")]
    public void Producer_that_died_before_its_local_transaction_is_rolled_back_within_one_check_race_4()
    {
        var actor = StartPrepared();
        Conclude(ExpectCheck(after: Checking.TransactionTimeout), CheckEnding.RolledBack);
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionRolledBack)], Written);
        Queues.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact, Trait("race", "4")]
    public void Producer_that_died_after_its_local_commit_is_committed_within_one_check_race_4()
    {
        var actor = StartPrepared();
        Conclude(ExpectCheck(after: Checking.TransactionTimeout), CheckEnding.Committed);
        AppendEverything(actor);
        ExpectPassivation(actor);
        Assert.Equal([nameof(TransactionPrepared), nameof(TransactionAppended)], Written);
    }

    [Fact, Trait("race", "4")]
    public void Producer_that_died_before_its_prepare_was_answered_leaves_an_open_transaction_that_is_checked_race_4()
    {
        var actor = Start();
        Journal.Arm<TransactionPrepared>(Testing.JournalFault.Lose);
        actor.Tell(Some.Prepare(), ActorRefs.NoSender);
        ExpectTerminated(actor);
        Time.Advance(Checking.TransactionTimeout);
        Start().Tell(new WakeTransaction(Some.Id));
        Conclude(Checks.ExpectMsg<RequestCheck>(), CheckEnding.RolledBack);
        AwaitAssert(() => Assert.Contains(nameof(TransactionRolledBack), Written));
    }

    [Fact, Trait("race", "9")]
    public void Answer_after_the_decision_is_ignored_if_equal_and_reported_if_contrary_race_9()
    {
        var actor = StartPrepared();
        var request = ExpectCheck(after: Checking.TransactionTimeout);
        Expect(actor, Some.Rollback(), Accepted, TransactionPhase.RolledBack);
        EventFilter.Error(contains: "contradicts").ExpectOne(() => Conclude(request, CheckEnding.Committed));
        ExpectPassivation(actor);

        // The same answer again, and one that agrees.
        EventFilter.Error(contains: "contradicts").ExpectOne(() =>
        {
            CheckEnding[] answers = [CheckEnding.RolledBack, CheckEnding.Committed];
            foreach (var answer in answers)
            {
                actor = Start();
                actor.Tell(Some.Concluded(1, answer));
                ExpectPassivation(actor);
            }
        });
        Assert.Equal(
            [nameof(TransactionPrepared), nameof(TransactionRolledBack), nameof(TransactionReported), nameof(TransactionReported)], Written);
    }

    [Fact, Trait("race", "10")]
    public void Operator_who_decides_during_a_check_wins_when_he_is_persisted_first_race_10()
    {
        var actor = StartPrepared();
        var request = ExpectCheck(after: Checking.TransactionTimeout);
        var held = Journal.Hold<TransactionRolledBack>();
        actor.Tell(Some.Resolve(Resolution.RollBack), TestActor);
        Conclude(request, CheckEnding.Committed);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        EventFilter.Error(contains: "contradicts").ExpectOne(held.Release);
        ExpectReply(Accepted, TransactionPhase.RolledBack);
        AwaitAssert(() => Assert.Equal([nameof(TransactionPrepared), nameof(TransactionRolledBack), nameof(TransactionReported)], Written));
    }

    [Fact, Trait("race", "10")]
    public void Operator_who_comes_second_is_told_the_state_race_10()
    {
        var actor = StartPrepared();
        var request = ExpectCheck(after: Checking.TransactionTimeout);
        Conclude(request, CheckEnding.Committed);
        actor.Tell(Some.Resolve(Resolution.RollBack), TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        AppendEverything(actor);
        ExpectReply(AlreadyCommitted, TransactionPhase.Completed);
        Assert.DoesNotContain(nameof(TransactionRolledBack), Written);
    }

    [Fact, Trait("race", "16")]
    public void Clock_that_jumps_moves_waiting_times_and_nothing_else_race_16()
    {
        var actor = StartPrepared();
        var request = ExpectCheck(after: TimeSpan.FromMinutes(30));
        Time.Advance(TimeSpan.FromMinutes(30));
        // The wait for the check sender is over as well, but its answer still counts.
        Conclude(request, CheckEnding.InProgress);
        Settle(actor);
        Assert.DoesNotContain(nameof(TransactionRolledBack), Written);
        ExpectCommit(actor);
    }

    [Fact, Trait("race", "16")]
    public void Clock_that_was_set_back_postpones_by_one_delay_at_most_race_16()
    {
        var actor = StartPrepared();
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Time.Advance(TimeSpan.FromMinutes(-30));
        actor = Start();
        actor.Tell(new WakeTransaction(Some.Id));
        Settle(actor);
        ExpectCheck(after: Checking.TransactionTimeout);
    }

    [Fact]
    public void Absent_instances_are_asked_for_less_and_less_often_and_written_once()
    {
        Options.TransactionMemoryHorizon = TimeSpan.FromHours(1);
        var actor = StartPrepared();
        for (var round = 0; round < 6; round++)
        {
            var request = ExpectCheck(after: Longest);
            Assert.Equal(1, request.Number);
            Conclude(request, CheckEnding.NoInstance);
            Settle(actor);
            Time.Advance(TimeSpan.FromSeconds(7.9) * (1 << Math.Min(round, 4)));
            Checks.ExpectNoMsg(TimeSpan.FromMilliseconds(10));
        }

        Assert.Single(Written, nameof(TransactionChecked));
        actor.Tell(new WakeTransaction(Some.Id, [Some.Group]));
        Conclude(Checks.ExpectMsg<RequestCheck>(), CheckEnding.Committed);
        AppendEverything(actor);
    }

    [Theory, Trait("race", "4")]
    [InlineData((int)CheckEnding.Failed)]
    [InlineData((int)CheckEnding.TimedOut)]
    public void Unanswered_check_is_asked_anew_at_once_when_somebody_else_can_be_asked(int ending)
    {
        var actor = StartPrepared();
        Conclude(ExpectCheck(after: Checking.TransactionTimeout), (CheckEnding)ending);
        Settle(actor);
        actor.Tell(new WakeTransaction(Some.Id, [Some.OtherGroup]));
        Settle(actor);
        Checks.ExpectNoMsg(TimeSpan.Zero);

        actor.Tell(new WakeTransaction(Some.Id, [Some.Group]));
        Assert.Equal(2, Checks.ExpectMsg<RequestCheck>().Number);

        Crash(actor).Tell(new WakeTransaction(Some.Id, [Some.Group]));
        Conclude(Checks.ExpectMsg<RequestCheck>(), CheckEnding.RolledBack);
        AwaitAssert(() => Assert.Contains(nameof(TransactionRolledBack), Written));
    }

    [Fact]
    public void Check_whose_sender_went_down_with_its_node_is_asked_again_when_the_group_returns()
    {
        var actor = StartPrepared();
        Assert.Equal(1, ExpectCheck(after: Checking.TransactionTimeout).Number);
        actor.Tell(new WakeTransaction(Some.Id, [Some.OtherGroup]));
        Settle(actor);
        Checks.ExpectNoMsg(TimeSpan.Zero);

        actor.Tell(new WakeTransaction(Some.Id, [Some.Group]));

        var again = Checks.ExpectMsg<RequestCheck>();
        Assert.Equal(1, again.Number);
        Conclude(again, CheckEnding.Committed);
        AppendEverything(actor);
    }

    [Fact]
    public void Answer_in_progress_keeps_its_back_off_when_another_instance_comes()
    {
        var actor = StartPrepared();
        Conclude(ExpectCheck(after: Checking.TransactionTimeout), CheckEnding.InProgress);
        Settle(actor);
        actor.Tell(new WakeTransaction(Some.Id, [Some.Group]));
        Settle(actor);
        Checks.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Wake_that_overtakes_the_stop_is_kept_for_the_next_incarnation()
    {
        Options.TransactionMemoryHorizon = TimeSpan.FromSeconds(1);
        var actor = StartPrepared();
        Time.Advance(Options.TransactionLinger);
        var passivate = Shard.ExpectMsg<Passivate>();
        var wake = new WakeTransaction(Some.Id, [Some.Group]);
        actor.Tell(wake);
        Assert.Same(wake, Shard.ExpectMsg<WakeTransaction>());
        actor.Tell(passivate.StopMessage);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Check_sender_that_falls_silent_is_asked_again_for_the_same_check()
    {
        var actor = StartPrepared();
        Assert.Equal(1, ExpectCheck(after: Checking.TransactionTimeout).Number);
        Time.Advance(Options.CheckPatience);
        Settle(actor);
        Assert.Equal(1, ExpectCheck(after: Checking.TransactionCheckInterval).Number);
        Assert.Equal([nameof(TransactionPrepared)], Written);
    }

    [Fact]
    public void Check_that_is_due_at_recovery_is_asked_at_once()
    {
        var actor = StartPrepared();
        Sys.Stop(actor);
        ExpectTerminated(actor);
        Time.Advance(TimeSpan.FromHours(1));
        Start().Tell(new WakeTransaction(Some.Id));
        Assert.Equal(1, Checks.ExpectMsg<RequestCheck>().Number);
    }
}
