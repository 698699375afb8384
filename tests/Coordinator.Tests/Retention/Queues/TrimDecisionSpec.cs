using Coordinator.Contracts;
using Coordinator.Retention.Queues;

namespace Coordinator.Tests.Retention.Queues;

public sealed class TrimDecisionSpec
{
    private static readonly QueueHold Open = new(HoldCause.Transaction, 7, "t1", "transaction t1 is open");

    [Fact]
    public void Queue_without_a_group_keeps_what_is_young()
    {
        var plan = TrimDecision.Of(Facts(expired: 10));
        Assert.Equal((10, null), (plan.FirstKept, plan.Hold));
        Assert.Empty(plan.Missed);
    }

    [Fact]
    public void Slowest_group_holds_what_it_has_not_settled()
    {
        var plan = TrimDecision.Of(Facts(10, Group("shipping", 20), Group("billing", 20, 4, 6)));
        Assert.Equal((4, "group billing has not settled offset 4"), (plan.FirstKept, plan.Hold!.Reason));
        Assert.Equal((HoldCause.Group, "billing"), (plan.Hold.Cause, plan.Hold.Who));
    }

    [Fact]
    public void Group_that_has_not_read_holds_from_its_cursor_on()
    {
        var plan = TrimDecision.Of(Facts(10, Group("shipping", 2)));
        Assert.Equal((3, HoldCause.Group), (plan.FirstKept, plan.Hold!.Cause));
    }

    [Fact]
    public void Group_that_needs_nothing_of_what_has_expired_holds_nothing()
    {
        var plan = TrimDecision.Of(Facts(10, Group("shipping", 9), Group("billing", 20, 10, 15)));
        Assert.Equal((10, null), (plan.FirstKept, plan.Hold));
    }

    [Fact]
    public void Message_of_which_the_group_has_a_copy_holds_nothing()
    {
        var facts = Facts(10, Group("shipping", 20, 2, 12)) with { FirstKept = 5 };
        Assert.Equal((10, null), (TrimDecision.Of(facts).FirstKept, TrimDecision.Of(facts).Hold));
    }

    [Fact]
    public void Group_behind_what_is_deleted_holds_from_the_first_that_is_kept()
    {
        var plan = TrimDecision.Of(Facts(10, Group("shipping", 1)) with { FirstKept = 5 });
        Assert.Equal((5, 5), (plan.FirstKept, plan.Hold!.From));
    }

    [Fact]
    public void Open_transaction_holds_its_entry()
    {
        var plan = TrimDecision.Of(Facts(10, Group("shipping", 20)) with { Holds = [Open] });
        Assert.Equal((7, Open), (plan.FirstKept, plan.Hold));
    }

    [Fact]
    public void Lowest_of_all_holds_counts()
    {
        var lower = Open with { From = 3 };
        Assert.Equal((3, lower), Plan(Facts(10, Group("shipping", 5)) with { Holds = [Open, lower] }));
    }

    [Fact]
    public void Hold_below_the_first_that_is_kept_deletes_nothing()
    {
        var unknown = new QueueHold(HoldCause.Unknown, 0, "queue", "it could not be read");
        Assert.Equal((5, unknown), Plan(Facts(10) with { FirstKept = 5, Holds = [unknown] }));
    }

    [Fact]
    public void Nothing_comes_back_when_the_clock_is_set_back()
    {
        var plan = TrimDecision.Of(Facts(expired: 2) with { FirstKept = 5 });
        Assert.Equal(5, plan.FirstKept);
    }

    [Fact]
    public void Topic_that_deletes_unread_messages_counts_what_each_group_misses()
    {
        var plan = TrimDecision.Of(Facts(10, Group("shipping", 5, 2, 4), Group("billing", 9), Group("away", 0)) with { IsEvenIfUnread = true });
        Assert.Equal((10, null), (plan.FirstKept, plan.Hold));
        // Two are pending and four are not read; none; all nine.
        Assert.Equal([("shipping", 6), ("away", 9)], plan.Missed.Select(missed => (missed.Group.Group.Value, missed.Messages)));
    }

    [Fact]
    public void Topic_that_deletes_unread_messages_keeps_open_transactions_and_dead_letters_that_are_written()
    {
        var facts = Facts(10, Group("shipping", 8, 5) with { DeadLettering = [5] }) with { IsEvenIfUnread = true };
        Assert.Equal((5, HoldCause.DeadLetter), (TrimDecision.Of(facts).FirstKept, TrimDecision.Of(facts).Hold!.Cause));
        Assert.Equal(3, TrimDecision.Of(facts with { Holds = [Open with { From = 3 }] }).FirstKept);
    }

    private static (long, QueueHold?) Plan(QueueFacts facts) => (TrimDecision.Of(facts).FirstKept, TrimDecision.Of(facts).Hold);

    private static QueueFacts Facts(long expired, params GroupNeed[] groups) => new(1, expired, IsEvenIfUnread: false, groups, []);

    private static GroupNeed Group(string name, long cursor, params long[] pending) => new(new ConsumerGroup(name), cursor, pending, []);
}
