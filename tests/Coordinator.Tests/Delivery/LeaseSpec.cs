using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Stream;

namespace Coordinator.Tests.Delivery;

/// <summary>Races 13 (the coordinator's side), 14, 15 and 23.</summary>
public sealed class LeaseSpec : DeliveryKit
{
    [Fact]
    [Trait("race", "14")]
    public void A_delivery_that_nobody_settles_goes_to_another_member_when_its_lease_ends()
    {
        Append("1");
        var slow = Join("slow", room: 1, lease: TimeSpan.FromSeconds(5));
        slow.Expect("1");
        var b = Join("b", room: 1);
        Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        b.ExpectNothing();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        b.Expect("1", attempt: 2);
    }

    [Fact]
    public void The_default_lease_is_a_minute_and_a_delivery_says_how_long_it_has()
    {
        Append("1");
        var a = Join();
        Assert.Equal(TimeSpan.FromSeconds(60), a.Expect("1").Lease);
        Time.Advance(TimeSpan.FromSeconds(60));
        a.Expect("1", attempt: 2);
    }

    [Fact]
    public void Each_delivery_has_its_own_lease()
    {
        var a = Join(lease: TimeSpan.FromSeconds(10));
        Append("1");
        a.Expect("1");
        Time.Advance(TimeSpan.FromSeconds(6));
        Append("2");
        a.Expect("2");
        Time.Advance(TimeSpan.FromSeconds(4));
        a.Expect("1", attempt: 2);
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromSeconds(6));
        a.Expect("2", attempt: 2);
    }

    [Fact]
    [Trait("race", "15")]
    public void A_late_acknowledgement_of_an_earlier_attempt_is_accepted()
    {
        Append("1");
        var a = Join(room: 1, lease: TimeSpan.FromSeconds(5));
        var first = a.Expect("1");
        Time.Advance(TimeSpan.FromSeconds(5));
        a.Expect("1", attempt: 2);
        a.Acknowledge(first);
        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Prefix, Describe().InFlight)));
        Time.Advance(TimeSpan.FromMinutes(5));
        a.ExpectNothing();
    }

    [Fact]
    [Trait("race", "15")]
    public void A_late_acknowledgement_is_accepted_while_the_message_waits_for_its_retry()
    {
        Append("1", key: "k");
        Append("2", key: "k");
        var a = Join(room: 1);
        var first = a.Expect("1");
        a.Retry(first, TimeSpan.FromMinutes(1));
        a.ExpectNothing();
        a.Acknowledge(first);
        a.Handle("2");
        Time.Advance(TimeSpan.FromMinutes(2));
        a.ExpectNothing();
        AwaitAssert(() => Assert.Equal(2, Describe().Prefix));
    }

    [Fact]
    public void A_late_retry_or_rejection_of_an_earlier_attempt_is_ignored()
    {
        Append("1");
        var a = Join(room: 1, lease: TimeSpan.FromSeconds(5));
        var first = a.Expect("1");
        Time.Advance(TimeSpan.FromSeconds(5));
        var second = a.Expect("1", attempt: 2);
        a.Retry(first);
        a.Reject(first);
        AwaitAssert(() => Assert.Equal(1, Describe().InFlight));
        a.Acknowledge(second);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "13")]
    public void What_a_dead_session_had_goes_to_others_at_once_and_is_no_failure()
    {
        Options.MaxAttempts = 1;
        AppendAll("1", "2");
        var dying = Join("dying");
        dying.Expect("1");
        dying.Expect("2");
        var b = Join("b");
        Sys.Stop(dying.Session.Ref);
        b.Acknowledge(b.Expect("1", attempt: 2));
        b.Acknowledge(b.Expect("2", attempt: 2));
        AwaitAssert(() => Assert.Equal(2, Describe().Prefix));
    }

    [Fact]
    public void What_a_detached_member_had_goes_to_others_at_once()
    {
        AppendAll("1");
        var leaving = Join("leaving");
        leaving.Expect("1");
        var b = Join("b");
        leaving.Detach();
        b.Expect("1", attempt: 2);
        leaving.ExpectNothing();
    }

    [Fact]
    [Trait("race", "23")]
    public void A_member_settles_nothing_that_another_member_has()
    {
        using var counted = new CounterTotal("coordinator.delivery.settled_by_another");
        Append("1");
        var a = Join("a", room: 1);
        var b = Join("b", room: 1);
        var first = a.Expect("1");
        b.Acknowledge(first);
        b.Retry(first);
        b.Reject(first);
        Assert.Equal((0, 1), (Describe().Prefix, Describe().InFlight));
        b.ExpectNothing();
        Assert.True(counted.Value >= 3);
        a.Acknowledge(first);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "23")]
    public void Each_member_may_acknowledge_the_attempt_that_it_got_and_no_other()
    {
        Append("1");
        var slow = Join("slow", room: 1, lease: TimeSpan.FromSeconds(5));
        var first = slow.Expect("1");
        var b = Join("b", room: 1);
        Time.Advance(TimeSpan.FromSeconds(5));
        var second = b.Expect("1", attempt: 2);
        slow.Acknowledge(second);
        b.Acknowledge(first);
        Assert.Equal(0, Describe().Prefix);
        slow.Acknowledge(first);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "15")]
    public void A_process_that_reconnects_may_settle_what_its_earlier_session_got()
    {
        Append("1");
        var first = Join("a", room: 1).Expect("1");
        var again = Join("a", room: 1);
        again.Acknowledge(first);
        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Prefix, Describe().InFlight)));
    }

    [Fact]
    [Trait("race", "15")]
    public void A_late_acknowledgement_is_accepted_after_a_restart_which_forgets_who_had_the_message()
    {
        Append("1");
        var first = Join("a", room: 1).Expect("1");
        Restart();
        var b = Join("b", room: 1);
        b.ExpectAfterGrace("1", attempt: 2);
        Join("a", room: 1).Acknowledge(first);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "15")]
    public void A_member_that_left_may_still_acknowledge_what_it_had()
    {
        AppendAll("1");
        var leaving = Join("leaving");
        var first = leaving.Expect("1");
        leaving.Detach();
        AwaitAssert(() => Assert.Empty(Describe().Members));
        leaving.Acknowledge(first);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
        Join("b").ExpectNothing();
    }
}
