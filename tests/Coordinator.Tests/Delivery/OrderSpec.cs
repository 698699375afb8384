using Coordinator.Contracts.Consuming;

namespace Coordinator.Tests.Delivery;

public sealed class OrderSpec : DeliveryKit
{
    [Fact]
    public void One_message_of_an_ordering_key_is_in_flight_at_a_time()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        Append("b1", key: "b");
        Append("a3", key: "a");
        var a = Join();
        var first = a.Expect("a1");
        a.Expect("b1");
        a.ExpectNothing();
        a.Acknowledge(first);
        a.Handle("a2", "a3");
    }

    [Fact]
    [Trait("race", "19")]
    public void A_retry_holds_up_its_own_key_and_no_other()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        Append("b1", key: "b");
        Append("none");
        var a = Join();
        a.Retry(a.Expect("a1"), TimeSpan.FromMinutes(1));
        a.Handle("b1", "none");
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromMinutes(1));
        a.Acknowledge(a.Expect("a1", attempt: 2));
        a.Handle("a2");
    }

    [Fact]
    public void Order_is_kept_when_a_lease_ends()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        var a = Join();
        a.Expect("a1");
        Time.Advance(Options.Lease);
        a.Acknowledge(a.Expect("a1", attempt: 2));
        a.Handle("a2");
    }

    [Fact]
    [Trait("race", "19")]
    public void Order_is_kept_through_a_crash_while_the_first_waits_for_its_retry()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        Append("b1", key: "b");
        var a = Join();
        a.Retry(a.Expect("a1"), TimeSpan.FromMinutes(1));
        a.Expect("b1");
        Flush(once: group => group is { Waiting: 1, Cursor: 3 });
        Crash();
        var b = Join();
        b.Acknowledge(b.Expect("b1", attempt: 2));
        b.ExpectNothing();
        Time.Advance(TimeSpan.FromMinutes(1));
        b.Acknowledge(b.Expect("a1", attempt: 2));
        b.Handle("a2");
    }

    [Fact]
    [Trait("attack", "L13")]
    public void A_delayed_message_has_its_place_in_the_order_of_its_key_when_its_delay_is_over()
    {
        Append("a1", key: "a", delay: TimeSpan.FromSeconds(30));
        Append("a2", key: "a");
        Append("b1", key: "b");
        var a = Join();
        var second = a.Expect("a2");
        a.Handle("b1");
        Time.Advance(TimeSpan.FromSeconds(30));
        a.ExpectNothing();
        a.Acknowledge(second);
        a.Handle("a1");
    }

    [Fact]
    public void Reading_pauses_when_too_much_is_held_back()
    {
        Options.MaxPending = 3;
        foreach (var body in new[] { "a1", "a2", "a3", "a4", "a5" })
            Append(body, key: "a");
        Append("b1", key: "b");
        var a = Join();
        var first = a.Expect("a1");
        a.ExpectNothing();
        Assert.Equal(3, Describe().Cursor);
        a.Acknowledge(first);
        a.Handle("a2", "a3");
        var fourth = a.Expect("a4");
        a.Acknowledge(fourth);
        a.Acknowledge(a.Expect("b1"));
    }

    [Fact]
    public void Reading_pauses_when_too_much_waits()
    {
        Options.MaxPending = 2;
        Append("1", delay: TimeSpan.FromMinutes(1));
        Append("2", delay: TimeSpan.FromMinutes(1));
        Append("3");
        var a = Join();
        a.ExpectNothing();
        Assert.Equal(2, Describe().Cursor);
        Time.Advance(TimeSpan.FromMinutes(1));
        a.Handle("1", "2", "3");
    }

    [Fact]
    public void A_group_that_reads_no_further_says_so_once()
    {
        Options.MaxPending = 2;
        Append("1", delay: TimeSpan.FromMinutes(1));
        Append("2", delay: TimeSpan.FromMinutes(1));
        Append("3");
        EventFilter.Warning(contains: "reads queue orders.paid/0 no further: 2 of its messages").ExpectOne(() => Join().ExpectNothing());
    }
}
