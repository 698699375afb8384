using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Stream;

namespace Coordinator.Tests.Delivery;

/// <summary>Deliveries that are in flight while the session of their consumer or their queue moves to another node. Race 34.</summary>
public sealed class MoveSpec : DeliveryKit
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("race", "34")]
    public void Handler_that_runs_while_its_session_moves_keeps_its_delivery_and_nobody_else_gets_it()
    {
        Options.MaxAttempts = 1;
        Append("1");
        var before = Join("a", room: 1, lease: Lease);
        var first = before.Expect("1");
        var other = Join("b", room: 1, lease: Lease);

        before.Detach(ConsumerLoss.Moved);
        other.ExpectNothing();
        var after = Join("a", room: 1, lease: Lease);
        after.Renew(first);
        Time.Advance(QueueMove.Grace);

        other.ExpectNothing();
        after.ExpectNothing();
        after.Acknowledge(first);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "34")]
    public void Delivery_of_a_session_that_moves_is_settled_without_a_new_session()
    {
        Append("1");
        var a = Join("a", room: 1);
        var first = a.Expect("1");

        a.Detach(ConsumerLoss.Moved);
        a.Acknowledge(first);

        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "34")]
    public void Delivery_whose_handler_had_not_begun_is_handed_back_and_goes_to_another_member_at_once()
    {
        Options.MaxAttempts = 1;
        Append("1");
        var a = Join("a", room: 1);
        var first = a.Expect("1");
        var b = Join("b", room: 1);

        a.Detach(ConsumerLoss.Moved);
        a.HandBack(first);

        b.Acknowledge(b.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
        Time.Advance(QueueMove.Grace);
        b.ExpectNothing();
    }

    [Fact]
    [Trait("race", "34")]
    public void Delivery_that_was_lost_on_the_way_is_no_failure_and_comes_again_soon()
    {
        Options.MaxAttempts = 1;
        Append("1");
        var a = Join("a", room: 1, lease: Lease);
        a.Expect("1");
        var b = Join("b", room: 1, lease: Lease);

        a.Detach(ConsumerLoss.Moved);
        b.ExpectNothing();
        Time.Advance(QueueMove.Grace);

        b.Acknowledge(b.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "34")]
    public void Handler_that_fails_while_its_session_moves_is_a_failure_once()
    {
        Options.MaxAttempts = 2;
        Append("1");
        var a = Join("a", room: 1);
        var first = a.Expect("1");

        a.Detach(ConsumerLoss.Moved);
        a.Retry(first, TimeSpan.FromSeconds(5));
        var after = Join("a", room: 1);
        Time.Advance(QueueMove.Grace);
        after.ExpectNothing();
        Time.Advance(TimeSpan.FromSeconds(5));

        after.Acknowledge(after.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "34")]
    public void Handler_that_runs_while_its_queue_moves_keeps_its_delivery_and_nobody_else_gets_it()
    {
        Options.MaxAttempts = 1;
        Append("1");
        var a = Join("a", room: 1, lease: Lease);
        var first = a.Expect("1");

        Restart();
        var b = Join("b", room: 1, lease: Lease);
        b.ExpectNothing();
        a.Attach(room: 1, StartPosition.FromBeginning, [], Lease);
        a.Renew(first);
        Time.Advance(Lease / 2);
        a.Renew(first);
        Time.Advance(Lease / 2);

        a.ExpectNothing();
        b.ExpectNothing();
        a.Acknowledge(first);
        AwaitAssert(() => Assert.Equal(1, Describe().Prefix));
    }

    [Fact]
    [Trait("race", "34")]
    public void Delivery_that_was_in_flight_when_its_queue_moved_comes_again_soon_when_nobody_tells_of_it()
    {
        Options.MaxAttempts = 1;
        Append("1", key: "k");
        var a = Join("a", room: 2, lease: Lease);
        a.Expect("1");

        Restart();
        Append("2", key: "other");
        var b = Join("b", room: 2, lease: Lease);
        b.Acknowledge(b.Expect("2"));
        Time.Advance(QueueMove.Grace);

        b.Acknowledge(b.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(2, Describe().Prefix));
    }
}
