using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;

namespace Coordinator.Tests.Delivery;

/// <summary>Race 28: a message that ends its consumer's process at every attempt, and innocent ones beside it.</summary>
[Trait("race", "28")]
public sealed class LostProcessSpec : DeliveryKit
{
    [Fact]
    [Trait("attack", "L4")]
    public void A_message_that_ends_its_process_at_every_attempt_becomes_a_dead_letter_after_the_limit()
    {
        Options.MaxAttempts = 3;
        Append("killer");
        var first = Join("p1", room: 1);
        Assert.False(first.Expect("killer").Alone);
        first.Detach(ConsumerLoss.LostWithOne);
        for (var attempt = 2; attempt <= 3; attempt++)
        {
            var next = Join($"p{attempt}", room: 1);
            next.ExpectNothing();
            Time.Advance(TimeSpan.FromMinutes(1));
            var deliver = next.Expect("killer", attempt);
            Assert.True(deliver.Alone);
            next.Begin(deliver);
            next.Detach(ConsumerLoss.LostWithOne);
        }

        var letter = Assert.Single(Letters().Letters);
        Assert.Equal(3, letter.Attempts);
        Assert.Contains("process ended", letter.Reason, StringComparison.Ordinal);
        Join("p4", room: 1).ExpectNothing();
    }

    [Fact]
    public void Innocent_messages_of_a_lost_process_run_alone_once_and_are_not_to_blame()
    {
        Options.MaxAttempts = 1;
        AppendAll("a", "killer", "b");
        var first = Join("p1", concurrency: 3);
        foreach (var body in new[] { "a", "killer", "b" })
            first.Expect(body);
        first.Detach(ConsumerLoss.Lost);

        var second = Join("p2", concurrency: 3);
        var (a, killer, b) = (second.Expect("a", 2), second.Expect("killer", 2), second.Expect("b", 2));
        Assert.All([a, killer, b], deliver => Assert.True(deliver.Alone));
        second.Begin(a);
        second.Acknowledge(a);
        second.Begin(killer);
        second.Detach(ConsumerLoss.Lost);

        var third = Join("p3", concurrency: 3);
        var last = third.Expect("b", 3);
        third.Begin(last);
        third.Acknowledge(last);
        AwaitAssert(() => Assert.Equal(3, Describe().Prefix));
        Assert.Equal(2, Assert.Single(Letters().Letters).Offset);
    }

    [Fact]
    public void What_had_not_begun_costs_nothing_and_does_not_run_alone()
    {
        Options.MaxAttempts = 1;
        AppendAll("1", "2", "3");
        var lost = Join("lost", concurrency: 1);
        foreach (var body in new[] { "1", "2", "3" })
            lost.Expect(body);
        lost.Detach(ConsumerLoss.Lost);

        var next = Join("next", concurrency: 1);
        Assert.Equal([true, false, false], new[] { "1", "2", "3" }.Select(body => next.Expect(body, 2).Alone));
    }

    [Fact]
    public void A_suspect_that_had_not_begun_costs_nothing()
    {
        Options.MaxAttempts = 2;
        AppendAll("1", "2");
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var lost = Join($"p{attempt}", concurrency: 2);
            lost.Expect("1", attempt);
            lost.Expect("2", attempt);
            lost.Detach(ConsumerLoss.Lost);
        }

        var next = Join("next", concurrency: 2);
        foreach (var deliver in new[] { next.Expect("1", 6), next.Expect("2", 6) })
        {
            next.Begin(deliver);
            next.Acknowledge(deliver);
        }

        AwaitAssert(() => Assert.Equal(2, Describe().Prefix));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_process_that_leaves_in_order_costs_nothing(bool asked)
    {
        Options.MaxAttempts = 1;
        Append("1");
        var leaving = Join("leaving");
        leaving.Expect("1");
        if (asked)
            leaving.Detach();
        else
            Sys.Stop(leaving.Session.Ref);
        var next = Join("next");
        var deliver = next.Expect("1", 2);
        Assert.False(deliver.Alone);
        next.Acknowledge(deliver);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    public void A_suspect_that_fails_without_ending_its_process_is_a_suspect_no_more()
    {
        AppendAll("1", "2");
        var lost = Join("lost", concurrency: 2);
        lost.Expect("1");
        lost.Expect("2");
        lost.Detach(ConsumerLoss.Lost);
        var next = Join("next");
        var (first, second) = (next.Expect("1", 2), next.Expect("2", 2));
        next.Begin(first);
        next.Retry(first, TimeSpan.FromSeconds(1));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(next.Expect("1", 3).Alone);
        next.Acknowledge(second);
    }

    [Fact]
    public void A_suspect_stays_one_through_a_restart_of_the_queue()
    {
        AppendAll("1", "2");
        var lost = Join("lost", concurrency: 2);
        lost.Expect("1");
        lost.Expect("2");
        lost.Detach(ConsumerLoss.Lost);
        Restart();
        Assert.True(Join("next").Expect("1", 2).Alone);
    }

    [Fact]
    public void Handlers_beside_a_suspect_keep_it_from_becoming_a_dead_letter()
    {
        Options.MaxAttempts = 1;
        AppendAll("1", "2");
        var lost = Join("p1", concurrency: 2);
        lost.Expect("1");
        lost.Expect("2");
        lost.Detach(ConsumerLoss.Lost);
        var beside = Join("p2", concurrency: 2);
        var first = beside.Expect("1", 2);
        beside.Expect("2", 2);
        beside.Begin(first, isAlone: false);
        beside.Detach(ConsumerLoss.Lost);
        Assert.Empty(Letters().Letters);
        Time.Advance(TimeSpan.FromSeconds(30));
        Join("p3").Expect("2", 3);
    }

    [Fact]
    public void Nobody_begins_the_delivery_of_another_member()
    {
        AppendAll("1", "2");
        var lost = Join("p1", concurrency: 2);
        lost.Expect("1");
        lost.Expect("2");
        lost.Detach(ConsumerLoss.Lost);
        var next = Join("p2", room: 2);
        var other = Join("p3", room: 1);
        var first = next.Expect("1", 2);
        other.Session.Send(
            QueueActor,
            new BeginDelivery(new MayBegin(first.Delivery, IsAlone: true), new Contracts.InstanceId("p3"), other.Session.Ref));
        other.ExpectNothing();
    }
}
