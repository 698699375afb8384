using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

public sealed class TransactionDeciderSpec
{
    private static readonly TransactionDecider Decider = new(checkBudget: 2);

    [Fact]
    public void Decision_names_who_took_it()
    {
        var prepared = Some.State(TransactionPhase.Prepared);
        Assert.Equal(new DecidedBy.Producer(Some.Instance), Committed(prepared, Some.Commit()).By);
        Assert.Equal(new DecidedBy.Operator("ann", "the bank says so", "by force"), Committed(prepared, Some.Resolve(Resolution.Commit)).By);
        var asked = Some.Now - TimeSpan.FromSeconds(1);
        var answer = Some.Concluded(1, CheckEnding.Committed) with { AskedAt = asked, Detail = "found it" };
        Assert.Equal(new DecidedBy.Check(1, Some.Instance, asked, "found it"), Committed(prepared, answer).By);
    }

    [Fact]
    public void Commit_is_one_event_with_the_append_when_all_messages_go_to_one_queue()
    {
        Assert.IsType<TransactionAppended>(Decided(new RoutedMessage(Some.Message("a"), 1), new RoutedMessage(Some.Message("a"), 1)));
        Assert.IsType<TransactionCommitted>(Decided(new RoutedMessage(Some.Message("a"), 1), new RoutedMessage(Some.Message("a"), 2)));
        Assert.IsType<TransactionCommitted>(Decided(new RoutedMessage(Some.Message("a"), 1), new RoutedMessage(Some.Message("b"), 1)));

        static ITransactionEvent Decided(params RoutedMessage[] messages) =>
            Decider.Decide(TransactionState.None.Apply(Some.Prepared() with { Messages = messages }), Some.Commit(), Some.Now).Events.Single();
    }

    [Fact]
    public void Check_that_decides_must_say_who_answered() => Assert.Throws<ArgumentException>(() => Decider.Decide(
        Some.State(TransactionPhase.Prepared), Some.Concluded(1, CheckEnding.Committed) with { Instance = null }, Some.Now));

    [Fact]
    public void Budget_is_used_up_by_answers_only()
    {
        var state = Some.State(TransactionPhase.Prepared);
        CheckEnding[] unanswered = [CheckEnding.NoInstance, CheckEnding.TimedOut, CheckEnding.Failed, CheckEnding.Deferred];
        for (var round = 0; round < 10; round++)
        {
            foreach (var ending in unanswered)
                state = Conclude(state, ending);
        }

        Assert.Equal(TransactionPhase.Prepared, state.Phase);
        Assert.Equal(20, state.LastCheck);
        state = Conclude(state, CheckEnding.InProgress);
        Assert.Equal(TransactionPhase.Prepared, state.Phase);
        state = Conclude(state, CheckEnding.InProgress);
        Assert.Equal(TransactionPhase.Parked, state.Phase);
        Assert.Equal(2, state.Answers);
    }

    [Fact]
    public void Timeline_takes_a_thousand_checks_and_then_only_what_changes_something()
    {
        var state = Some.State(TransactionPhase.Prepared);
        for (var check = 0; check < 2 * TransactionDecider.MostChecks; check++)
            state = Conclude(state, CheckEnding.Failed);
        Assert.Equal((TransactionPhase.Prepared, TransactionDecider.MostChecks), (state.Phase, state.LastCheck));

        state = Conclude(Conclude(state, CheckEnding.InProgress), CheckEnding.InProgress);
        Assert.Equal((TransactionPhase.Parked, TransactionDecider.MostChecks + 2), (state.Phase, state.LastCheck));
        state = Conclude(state, CheckEnding.InProgress);
        Assert.Equal(TransactionDecider.MostChecks + 2, state.LastCheck);

        Assert.Equal(TransactionPhase.Completed, Conclude(state, CheckEnding.Committed).Phase);
    }

    [Fact]
    public void Id_is_rolled_back_by_64_groups_at_most_before_its_prepare()
    {
        var state = TransactionState.None;
        for (var group = 0; group < Tombstones.Most; group++)
            state = state.Apply(Decider.Decide(state, Some.Rollback(new ProducerGroup($"g{group}")), Some.Now).Events.Single());

        var refused = Decider.Decide(state, Some.Rollback(), Some.Now);
        Assert.Equal((TransactionOutcome.Conflict, 0), (refused.Outcome, refused.Events.Count));
        Assert.Contains("64 producer groups", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(TransactionOutcome.Accepted, Decider.Decide(state, Some.Rollback(new ProducerGroup("g7")), Some.Now).Outcome);
        Assert.Equal(TransactionOutcome.Accepted, Decider.Decide(state, Some.Prepare(), Some.Now).Outcome);
    }

    /// <summary>No further check would find the outcome, so an operator must see it at once.</summary>
    [Fact]
    public void Purged_outcome_parks_the_transaction_at_once()
    {
        var state = Conclude(Some.State(TransactionPhase.Prepared), CheckEnding.Purged);
        Assert.Equal(TransactionPhase.Parked, state.Phase);
        state = Conclude(state, CheckEnding.Purged);
        Assert.Equal((TransactionPhase.Parked, 2), (state.Phase, state.LastCheck));
        Assert.True(Conclude(state, CheckEnding.Committed).IsCommitted);
    }

    [Fact]
    public void Parked_transaction_is_checked_on_and_decided_by_a_late_answer()
    {
        var state = Conclude(Conclude(Some.State(TransactionPhase.Prepared), CheckEnding.InProgress), CheckEnding.InProgress);
        state = Conclude(state, CheckEnding.InProgress);
        Assert.Equal(TransactionPhase.Parked, state.Phase);
        var late = Decider.Decide(state, Some.Concluded(1, CheckEnding.RolledBack), Some.Now);
        Assert.Equal(TransactionPhase.RolledBack, Apply(state, late).Phase);
    }

    [Fact]
    public void Absence_of_instances_is_written_once_until_somebody_was_asked()
    {
        var state = Conclude(Some.State(TransactionPhase.Prepared), CheckEnding.NoInstance);
        Assert.Equal(0, state.LastCheck);
        Assert.Empty(Decider.Decide(state, Some.Concluded(1, CheckEnding.NoInstance), Some.Now).Events);
        state = Conclude(state, CheckEnding.TimedOut);
        Assert.Single(Decider.Decide(state, Some.Concluded(2, CheckEnding.NoInstance), Some.Now).Events);
    }

    [Theory]
    [InlineData(TransactionPhase.None, typeof(TransactionCommitted))]
    [InlineData(TransactionPhase.None, typeof(TransactionReported))]
    [InlineData(TransactionPhase.Prepared, typeof(TransactionReported))]
    [InlineData(TransactionPhase.Parked, typeof(TransactionReported))]
    [InlineData(TransactionPhase.None, typeof(TransactionAppended))]
    [InlineData(TransactionPhase.Committed, typeof(TransactionAppended))]
    [InlineData(TransactionPhase.Completed, typeof(TransactionAppended))]
    [InlineData(TransactionPhase.RolledBack, typeof(TransactionAppended))]
    [InlineData(TransactionPhase.None, typeof(TransactionChecked))]
    [InlineData(TransactionPhase.None, typeof(TransactionRolledBack))]
    [InlineData(TransactionPhase.Prepared, typeof(TransactionPrepared))]
    [InlineData(TransactionPhase.Prepared, typeof(TransactionCompleted))]
    [InlineData(TransactionPhase.Parked, typeof(TransactionParked))]
    [InlineData(TransactionPhase.Committed, typeof(TransactionCommitted))]
    [InlineData(TransactionPhase.Committed, typeof(TransactionRolledBack))]
    [InlineData(TransactionPhase.Completed, typeof(TransactionCompleted))]
    [InlineData(TransactionPhase.Completed, typeof(TransactionRolledBack))]
    [InlineData(TransactionPhase.RolledBack, typeof(TransactionCommitted))]
    [InlineData(TransactionPhase.RolledBack, typeof(TransactionPrepared))]
    [InlineData(TransactionPhase.RolledBack, typeof(TransactionChecked))]
    public void Event_that_cannot_follow_is_refused(TransactionPhase phase, Type happened) =>
        Assert.Throws<InvalidOperationException>(() => Some.State(phase).Apply(Event(happened)));

    [Fact]
    public void Event_of_an_unknown_kind_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => Some.State(TransactionPhase.Prepared).Apply(new Unheard(Some.Now)));

    [Fact]
    public void Check_out_of_turn_is_refused() => Assert.Throws<InvalidOperationException>(() => Some.State(TransactionPhase.Prepared)
        .Apply(new TransactionChecked(2, CheckEnding.Failed, Some.Instance, Some.Now, null, Some.Now)));

    private static ITransactionEvent Event(Type kind) => new ITransactionEvent[]
    {
        Some.Prepared(),
        new TransactionChecked(1, CheckEnding.Failed, Some.Instance, Some.Now, null, Some.Now),
        new TransactionParked(1, Some.Now),
        new TransactionCommitted(new DecidedBy.Producer(Some.Instance), Some.Now),
        new TransactionCompleted(Some.Now),
        new TransactionAppended(new DecidedBy.Producer(Some.Instance), Some.Now),
        new TransactionRolledBack(new DecidedBy.Producer(Some.Instance), null, null, Some.Now),
        new TransactionReported(new DecidedBy.Producer(Some.Instance), Committed: true, Some.Now),
    }.Single(happened => happened.GetType() == kind);

    private static TransactionAppended Committed(TransactionState state, ITransactionMessage command) =>
        (TransactionAppended)Decider.Decide(state, command, Some.Now).Events.Single();

    private static TransactionState Conclude(TransactionState state, CheckEnding ending) =>
        Apply(state, Decider.Decide(state, Some.Concluded(state.LastCheck + 1, ending), Some.Now));

    private static TransactionState Apply(TransactionState state, Decision decision) =>
        decision.Events.Aggregate(state, (current, happened) => current.Apply(happened));

    private sealed record Unheard(DateTimeOffset At) : ITransactionEvent;
}
