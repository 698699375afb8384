using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Tests.Delivery;

/// <summary>Leases that the consumer renews, and deliveries that it hands back. Race 14, the coordinator's side, and race 27.</summary>
public sealed class RenewalSpec : DeliveryKit
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("attack", "L5")]
    public void A_handler_that_takes_five_leases_is_no_failure_when_its_lease_is_renewed()
    {
        Options.MaxAttempts = 3;
        Append("1");
        var a = Join(room: 1, lease: Lease);
        var first = a.Expect("1");
        for (var third = 0; third < 15; third++)
        {
            Time.Advance(Lease / 3);
            a.Renew(first);
        }

        a.Acknowledge(first);
        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Prefix, Describe().InFlight)));
        a.ExpectNothing();
    }

    [Fact]
    [Trait("race", "27")]
    public void A_lease_that_ended_begins_again_when_the_consumer_tells_that_the_handler_runs()
    {
        Options.MaxAttempts = 2;
        AppendAll("1");
        var a = Join(room: 2, lease: Lease);
        var first = a.Expect("1");
        Time.Advance(Lease / 2);
        AppendAll("2");
        var second = a.Expect("2");
        // With less room, the message whose lease ends cannot be delivered again at once.
        a.Attach(room: 1, StartPosition.FromBeginning, [], Lease);
        Time.Advance(Lease / 2);
        a.ExpectNothing();
        Assert.Equal(1, Describe().InFlight);
        a.Renew(first);
        a.Acknowledge(second);
        a.ExpectNothing();
        Assert.Equal(1, Describe().InFlight);
        // Were the first end of the lease still counted as a failure, this one would be the last.
        Time.Advance(Lease);
        a.Acknowledge(a.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(2, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "27")]
    public void A_lease_that_ended_is_no_failure_even_when_another_member_has_the_message_by_now()
    {
        Options.MaxAttempts = 2;
        Append("1");
        var slow = Join("slow", room: 1, lease: Lease);
        var first = slow.Expect("1");
        var other = Join("other", room: 1, lease: Lease);
        Time.Advance(Lease);
        other.Expect("1", attempt: 2);
        slow.Renew(first);
        Time.Advance(Lease);
        slow.Acknowledge(slow.Expect("1", attempt: 3));
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "27")]
    public void A_process_that_reconnects_keeps_the_deliveries_that_it_still_handles()
    {
        Options.MaxAttempts = 2;
        Append("1");
        var before = Join("a", room: 1, lease: Lease);
        var first = before.Expect("1");
        before.Detach(ConsumerLoss.LostWithOne);
        var after = Join("a", room: 1, lease: Lease);
        after.Renew(first);
        Time.Advance(Lease);
        // Were the loss still counted as a failure, this end of the lease would be the last one.
        var again = after.Expect("1", attempt: 2);
        after.Acknowledge(again);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    public void Nobody_renews_the_delivery_of_another_member()
    {
        Append("1");
        var a = Join("a", room: 1, lease: Lease);
        var first = a.Expect("1");
        var b = Join("b", room: 1, lease: Lease);
        Time.Advance(Lease / 2);
        b.Renew(first);
        Time.Advance(Lease / 2);
        b.Expect("1", attempt: 2);
    }

    [Fact]
    [Trait("attack", "L6")]
    public void A_delivery_that_is_handed_back_goes_to_another_member_at_once_and_costs_nothing()
    {
        Options.MaxAttempts = 1;
        Append("1");
        var busy = Join("busy", room: 1);
        var first = busy.Expect("1");
        var idle = Join("idle", room: 1);
        busy.HandBack(first);
        // The turn is the idle member's.
        idle.Acknowledge(idle.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    public void A_late_hand_back_of_an_earlier_attempt_is_ignored()
    {
        Append("1");
        var a = Join(room: 1, lease: Lease);
        var first = a.Expect("1");
        Time.Advance(Lease);
        a.Expect("1", attempt: 2);
        a.HandBack(first);
        a.ExpectNothing();
        Assert.Equal(1, Describe().InFlight);
    }
}
