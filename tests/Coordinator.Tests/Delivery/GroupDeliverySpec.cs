using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Tests.Delivery;

public sealed class GroupDeliverySpec : DeliveryKit
{
    [Fact]
    public void Messages_are_delivered_in_the_order_of_the_log()
    {
        AppendAll("1", "2", "3");
        var a = Join();
        a.Handle("1", "2", "3");
        Append("4");
        a.Handle("4");
    }

    [Fact]
    public void Members_take_turns()
    {
        var a = Join("a");
        var b = Join("b");
        AppendAll("1", "2", "3", "4");
        a.Expect("1");
        b.Expect("2");
        a.Expect("3");
        b.Expect("4");
    }

    [Fact]
    public void A_member_without_room_is_passed_over()
    {
        var a = Join("a", room: 1);
        var b = Join("b", room: 10);
        AppendAll("1", "2", "3");
        var first = a.Expect("1");
        b.Expect("2");
        b.Expect("3");
        a.Acknowledge(first);
        AwaitAssert(() => Assert.Equal(2, Describe().InFlight));
        AppendAll("4");
        a.Expect("4");
    }

    [Fact]
    public void A_member_gets_no_more_while_4_MiB_are_in_flight()
    {
        var a = Join("a", room: 10);
        string[] large = [.. "xyz".Select(letter => new string(letter, 2 * 1024 * 1024))];
        AppendAll(large);
        var first = a.Expect(large[0]);
        a.Expect(large[1]);
        a.ExpectNothing();

        a.Acknowledge(first);

        a.Expect(large[2]);
    }

    [Fact]
    public void A_group_without_members_waits()
    {
        var a = Join("a");
        a.Detach();
        AwaitAssert(() => Assert.Empty(Describe().Members));
        AppendAll("1", "2");
        a.ExpectNothing();
        Assert.Equal(0, Describe().InFlight);
        Join("b").Handle("1", "2");
    }

    [Fact]
    public void Nothing_is_read_beyond_what_the_members_have_room_for()
    {
        AppendAll("1", "2", "3", "4", "5");
        var a = Join(room: 2);
        var first = a.Expect("1");
        a.Expect("2");
        a.ExpectNothing();
        Assert.Equal(2, Describe().Cursor);
        a.Acknowledge(first);
        a.Expect("3");
        AwaitAssert(() => Assert.Equal(3, Describe().Cursor));
    }

    [Fact]
    public void Attaching_again_changes_the_room_and_delivers_nothing_twice()
    {
        AppendAll("1", "2", "3");
        var a = Join(room: 1);
        a.Expect("1");
        a.Attach(room: 1, StartPosition.FromBeginning, []);
        a.ExpectNothing();
        a.Attach(room: 2, StartPosition.FromBeginning, []);
        a.Expect("2");
        a.ExpectNothing();
        Assert.Single(Describe().Members);
    }

    [Fact]
    public void Tags_that_nobody_asked_for_only_move_the_cursor()
    {
        Append("1", tag: "paid");
        Append("2", tag: "declined");
        Append("3");
        Append("4", tag: "paid");
        Append("5", tag: "declined");
        var a = Join(tags: ["paid"]);
        a.Handle("1", "4");
        AwaitAssert(() => Assert.Equal((5, 5, 0), (Describe().Cursor, Describe().Prefix, Describe().Lag)));
    }

    [Fact]
    public void The_latest_subscription_decides_about_tags()
    {
        Join("a", tags: ["paid"]).Detach();
        var b = Join("b", tags: ["declined"]);
        Append("1", tag: "paid");
        Append("2", tag: "declined");
        b.Expect("2");
    }

    [Fact]
    public void A_delayed_message_is_withheld_until_its_time_and_holds_up_nobody_else()
    {
        Append("later", delay: TimeSpan.FromMinutes(10));
        Append("now");
        var a = Join();
        a.Handle("now");
        Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        a.Handle("later");
    }

    [Fact]
    public void What_a_clock_that_was_ahead_committed_waits_for_its_delay_only()
    {
        Append("now", key: "a", ahead: TimeSpan.FromMinutes(16));
        Append("next", key: "a");
        Append("later", delay: TimeSpan.FromMinutes(10), ahead: TimeSpan.FromMinutes(16));
        var a = Join();
        a.Handle("now", "next");
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromMinutes(10));
        a.Handle("later");
    }

    [Fact]
    public void Another_group_gets_every_message_too()
    {
        AppendAll("1");
        Join().Expect("1");
        var other = CreateTestProbe();
        QueueActor.Tell(new AttachConsumer(
            Queue,
            new("points"),
            new("p"),
            other.Ref,
            StartPosition.FromBeginning,
            [],
            Room: 1,
            Lease: null));
        Assert.Equal(1, other.ExpectMsg<Deliver>().Delivery.Offset);
    }
}
