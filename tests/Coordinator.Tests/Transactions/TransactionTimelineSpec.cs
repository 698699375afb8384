using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Transactions;
using static Coordinator.Contracts.Producing.TransactionOutcome;

namespace Coordinator.Tests.Transactions;

public sealed class TransactionTimelineSpec : TransactionActorKit
{
    [Fact]
    public async Task Timeline_tells_every_event_and_who_caused_it()
    {
        var actor = StartPrepared();
        Conclude(ExpectCheck(after: Checking.TransactionTimeout), CheckEnding.NoInstance);
        Settle(actor);
        Conclude(ExpectCheck(after: Checking.TransactionCheckInterval), CheckEnding.InProgress);
        Settle(actor);
        Conclude(ExpectCheck(after: Checking.TransactionCheckInterval), CheckEnding.Committed);
        AppendEverything(actor);
        ExpectPassivation(actor);

        var description = await DescribeAsync();
        Assert.Equal(
            [
                "1 prepared by orders-a", "2 check: no instance by coordinator", "3 check: in progress by orders-a",
                "4 committed by orders-a",
            ],
            description.Timeline.Select(entry => $"{entry.Number} {entry.Kind} by {entry.Who}"));
        Assert.StartsWith("and in its queue; check 2, asked at ", description.Timeline[^1].Detail, StringComparison.Ordinal);
        Assert.Equal((TransactionPhase.Completed, 2, 1), (description.Phase, description.Checks, description.Answers));
        Assert.Equal(2, Assert.IsType<DecidedBy.Check>(description.DecidedBy).Number);
        Assert.Equal("paid", System.Text.Encoding.UTF8.GetString(Assert.Single(description.Messages).Message.Body.Span));
        Assert.Null(description.NextCheck);
    }

    [Fact]
    public async Task Check_that_is_due_tells_what_it_waits_for_and_is_no_time_in_the_past()
    {
        var actor = StartPrepared();
        Assert.Equal(Time.Now + Checking.TransactionTimeout, (await DescribeAsync()).NextCheck!.Value, TimeSpan.FromSeconds(1));

        var request = ExpectCheck(after: Checking.TransactionTimeout);
        var due = await DescribeAsync();
        Assert.Equal((null, "The check is due: it waits for its turn or for an answer."), (due.NextCheck, due.Waiting));

        Conclude(request, CheckEnding.NoInstance);
        Settle(actor);
        Time.Advance(TimeSpan.FromHours(1));
        var alone = await DescribeAsync();
        Assert.Null(alone.NextCheck);
        Assert.StartsWith("No instance of orders was connected", alone.Waiting, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contradiction_and_report_after_the_decision_are_told()
    {
        var actor = StartPrepared();
        Expect(actor, Some.Resolve(Resolution.RollBack), Accepted, TransactionPhase.RolledBack);
        EventFilter.Error(contains: "contradicts").ExpectOne(() => Expect(actor, Some.Commit(), AlreadyRolledBack, TransactionPhase.RolledBack));
        actor.Tell(Some.Concluded(1, CheckEnding.RolledBack), TestActor);
        ExpectPassivation(actor);
        Assert.Equal(
            ["rolled back", "contradiction: committed", "reported: rolled back: check 1"],
            (await DescribeAsync()).Timeline.Skip(1).Select(entry => entry.Kind == "rolled back" ? entry.Kind : $"{entry.Kind}: {entry.Detail!.Split(',')[0]}"));
    }

    [Fact]
    public async Task Operator_appears_with_his_reason()
    {
        var actor = StartPrepared();
        Expect(actor, Some.Resolve(Resolution.RollBack), Accepted, TransactionPhase.RolledBack);
        ExpectPassivation(actor);
        var last = (await DescribeAsync()).Timeline[^1];
        Assert.Equal(("rolled back", "ann", "by an operator: the bank says so; by force"), (last.Kind, last.Who, last.Detail));
    }

    [Fact]
    public async Task Rollback_of_another_group_before_the_prepare_is_told_and_is_not_the_decision()
    {
        var actor = Start();
        Expect(actor, Some.Rollback(Some.OtherGroup), Accepted, TransactionPhase.RolledBack);
        var alone = await DescribeAsync();
        Assert.Equal((Some.OtherGroup, "before any prepare: declined"), (alone.Group!.Value, alone.Timeline[0].Detail));
        Assert.NotNull(alone.DecidedBy);
        ExpectPassivation(actor);
        Expect(Start(), Some.Prepare(), Accepted, TransactionPhase.Prepared);

        var description = await DescribeAsync();
        Assert.Equal((TransactionPhase.Prepared, Some.Group), (description.Phase, description.Group!.Value));
        Assert.Equal("by group payments, before any prepare: declined", description.Timeline[0].Detail);
        Assert.Null(description.DecidedBy);
        Assert.Single(description.Messages);
        Assert.NotNull(description.NextCheck);
    }

    [Fact]
    public async Task Open_transaction_says_when_its_next_check_is_due()
    {
        StartPrepared();
        var description = await DescribeAsync();
        Assert.Equal(description.Timeline[0].At + Checking.TransactionTimeout, description.NextCheck);
        Assert.Null(description.DecidedBy);
    }

    [Fact]
    public async Task Unknown_transaction_is_described_as_such()
    {
        var description = await DescribeAsync();
        Assert.Equal(TransactionPhase.None, description.Phase);
        Assert.Null(description.Group);
        Assert.Empty(description.Timeline);
    }

    [Fact]
    public async Task Damaged_history_is_told_as_far_as_it_can_be_read()
    {
        var history = new FixedHistory(new TransactionHistory([Some.Prepared(), new TransactionCompleted(Some.Now)], "event 3 (zz): unknown"));
        var description = await Timeline(history).DescribeAsync(Some.Id);
        Assert.Equal(TransactionPhase.Prepared, description.Phase);
        Assert.Equal(["prepared", "completed", "unreadable"], description.Timeline.Select(entry => entry.Kind));
        Assert.Contains("cannot follow", description.Timeline[^1].Detail, StringComparison.Ordinal);
    }

    private sealed class FixedHistory(TransactionHistory known) : ITransactionHistory
    {
        public Task<TransactionHistory> ReadAsync(TransactionId id) => Task.FromResult(known);
    }

    private Task<TransactionDescription> DescribeAsync() => Timeline(new FaultyJournalHistory(Journal)).DescribeAsync(Some.Id);

    private TransactionTimeline Timeline(ITransactionHistory history) => new(history, new CheckPolicy(Checking), () => Time.Now);
}
