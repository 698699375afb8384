using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;

namespace Coordinator.Tests.Delivery.DeadLetters;

/// <summary>Race 15: a consumer acknowledges a message that has become a dead letter.</summary>
[Trait("race", "15")]
[Trait("attack", "L5")]
public sealed class LateAcknowledgementSpec : DeliveryKit
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_late_acknowledgement_removes_the_dead_letter()
    {
        var a = Join(room: 1, lease: Lease);
        var first = LetLeaseEnd(a);
        AwaitAssert(() => Assert.Single(Letters().Letters));
        a.Acknowledge(first);
        AwaitAssert(() => Assert.Empty(Letters().Letters));
        Assert.Equal((1, 0), (Describe().Prefix, Describe().InFlight));
        Assert.Single(Journal.EventsOf($"d-{Group}").OfType<DeadLetterAcknowledged>());
    }

    [Fact]
    public void A_late_acknowledgement_removes_the_dead_letter_also_while_it_is_being_written()
    {
        var write = Journal.Hold<DeadLettered>();
        var a = Join(room: 1, lease: Lease);
        var first = LetLeaseEnd(a);
        AwaitCondition(() => write.Arrived.IsCompleted);
        a.Acknowledge(first);
        write.Release();
        AwaitAssert(() => Assert.Single(Journal.EventsOf($"d-{Group}").OfType<DeadLetterAcknowledged>()));
        Assert.Empty(Letters().Letters);
    }

    [Fact]
    public void A_late_acknowledgement_removes_the_dead_letter_after_a_restart_of_the_queue()
    {
        var a = Join("a", room: 1, lease: Lease);
        var first = LetLeaseEnd(a);
        AwaitAssert(() => Assert.Single(Letters().Letters));
        Restart();
        Join("a", room: 1).Acknowledge(first);
        AwaitAssert(() => Assert.Empty(Letters().Letters));
    }

    [Fact]
    public void Another_member_removes_no_dead_letter()
    {
        var a = Join("a", room: 1, lease: Lease);
        var b = Join("b", room: 1, lease: Lease);
        var first = LetLeaseEnd(a);
        AwaitAssert(() => Assert.Single(Letters().Letters));
        b.Acknowledge(first);
        b.ExpectNothing();
        Assert.Single(Letters().Letters);
    }

    [Fact]
    public void A_dead_letter_of_a_later_delivery_stays()
    {
        var a = Join(room: 1, lease: Lease);
        var first = LetLeaseEnd(a);
        AwaitAssert(() => Assert.Single(Letters().Letters));
        var probe = CreateTestProbe();
        probe.Send(DeadLetters, new AcknowledgeDeadLetter(Group, Queue, first.Delivery.Offset, Attempt: 2, Instance: null));
        Assert.Single(Letters().Letters);
    }

    [Fact]
    public void A_repeated_letter_that_was_acknowledged_meanwhile_is_not_added_again()
    {
        var a = Join(room: 1, lease: Lease);
        var first = LetLeaseEnd(a);
        AwaitAssert(() => Assert.Single(Letters().Letters));
        a.Acknowledge(first);
        AwaitAssert(() => Assert.Empty(Letters().Letters));
        var probe = CreateTestProbe();
        probe.Send(DeadLetters, new AddDeadLetter(Group, Queue, first.Delivery.Offset, first.Id, 1, "late"));
        probe.ExpectMsg<DeadLetterAdded>();
        Assert.Empty(Letters().Letters);
    }

    [Fact]
    public void A_message_that_was_acknowledged_late_becomes_a_dead_letter_again_after_a_rewind()
    {
        var a = Join(room: 1, lease: Lease);
        a.Acknowledge(LetLeaseEnd(a));
        AwaitAssert(() => Assert.Single(Journal.EventsOf($"d-{Group}").OfType<DeadLetterAcknowledged>()));
        Time.Advance(TimeSpan.FromMinutes(10));
        var probe = CreateTestProbe();
        probe.Send(QueueActor, new RewindGroup(Queue, Group, new RewindTarget.Offset(1), "jo"));
        probe.ExpectMsg<GroupRewound>();
        a.Expect("1");
        Time.Advance(Lease);
        AwaitAssert(() => Assert.Single(Letters().Letters));
    }

    private Contracts.Consuming.Deliver LetLeaseEnd(Consumer consumer)
    {
        Options.MaxAttempts = 1;
        Append("1");
        var first = consumer.Expect("1");
        Time.Advance(Lease);
        return first;
    }
}
