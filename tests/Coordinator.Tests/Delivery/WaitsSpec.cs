using Akka.Event;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;

namespace Coordinator.Tests.Delivery;

/// <summary>The view of a group names the cause for which each message waits, with data that can be verified.</summary>
public sealed class WaitsSpec : DeliveryKit
{
    // The level counts when the actor of the group starts.
    public WaitsSpec() => Sys.EventStream.SetLogLevel(LogLevel.InfoLevel);

    [Fact]
    public void Each_message_that_waits_has_its_cause()
    {
        var now = Time.Now;
        Append("late", delay: TimeSpan.FromDays(1));
        Append("a1", key: "a");
        Append("a2", key: "a");
        Append("b1", key: "b");
        Append("other", tag: "other");
        var a = Join();
        a.Retry(a.Expect("a1"), TimeSpan.FromMinutes(1));
        a.Expect("b1");
        a.Expect("other");

        AwaitWaits(
            new WaitDescription(WaitCause.Delay, 1, Until: now.AddDays(1)),
            new WaitDescription(WaitCause.BackOff, 2, Key: KeyOf("a"), Attempt: 1, Until: now.AddMinutes(1), Detail: "no stock"),
            new WaitDescription(WaitCause.Key, 3, Key: KeyOf("a"), Behind: 2),
            new WaitDescription(WaitCause.Lease, 4, Key: KeyOf("b"), Attempt: 1, Until: now + Options.Lease, Detail: "a"),
            new WaitDescription(WaitCause.Lease, 5, Attempt: 1, Until: now + Options.Lease, Detail: "a"));
    }

    [Fact]
    public void Messages_without_room_name_that()
    {
        Append("a1");
        Append("a2");
        Append("a3");
        Join("a", room: 1).Expect("a1");

        AwaitAssert(() => Assert.Equal([WaitCause.Lease, WaitCause.NoRoom], Describe().Waits.Select(wait => wait.Cause)));
        var unread = Describe().Waits[1];
        Assert.Equal((2, 2, 1), (unread.Offset, unread.Messages, unread.Limit));
    }

    [Fact]
    public void Message_whose_tag_no_member_asks_for_names_that()
    {
        Join("a", tags: ["a"]);
        Join("b", tags: ["b"]).Detach();
        Append("b1", tag: "b");

        AwaitAssert(() => Assert.Equal(WaitCause.NoMember, Assert.Single(Describe().Waits).Cause));
    }

    [Fact]
    public void Messages_that_were_not_read_at_the_limit_name_it()
    {
        Options.MaxPending = 2;
        for (var number = 0; number < 5; number++)
            Append($"late {number}", delay: TimeSpan.FromDays(1));
        Join();

        AwaitAssert(() =>
        {
            var unread = Describe().Waits[^1];
            Assert.Equal(new WaitDescription(WaitCause.Limit, 3, Messages: 3, Limit: 2), unread);
            Assert.Equal("2 messages of the group wait already, as many as may (delivery.maxPending)", unread.Words);
        });
    }

    [Fact]
    public void Key_that_is_held_up_is_told_when_it_begins_and_when_it_ends()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        var a = Join();
        a.Retry(a.Expect("a1"), TimeSpan.FromMinutes(1));

        Logged("1 are behind offset 1, which is in back-off after delivery 1", isWarning: true);
        Time.Advance(TimeSpan.FromMinutes(1));
        a.Acknowledge(a.Expect("a1", attempt: 2));
        Logged("go on for group shipping", isWarning: false);
    }

    [Fact]
    public void Members_without_room_are_told_when_it_begins_and_when_it_ends()
    {
        Append("one");
        Append("two");
        var a = Join(room: 1);
        var one = a.Expect("one");

        Logged("takes nothing more from queue orders.paid/0: members have 1 deliveries", isWarning: true);
        a.Acknowledge(one);
        a.Acknowledge(a.Expect("two"));
        Logged("takes messages from queue orders.paid/0 again", isWarning: false);
    }

    private static ulong KeyOf(string key) => PendingMessage.KeyOf(key);

    private void AwaitWaits(params WaitDescription[] expected) => AwaitAssert(() => Assert.Equal(expected, Describe().Waits));

    /// <summary>Lets the watch look, and waits until it has.</summary>
    private void Look()
    {
        Time.Advance(BlockedWatch.Interval);
        Describe();
    }

    /// <summary>Requires one line of the log within some looks.</summary>
    private void Logged(string text, bool isWarning)
    {
        var filter = isWarning ? EventFilter.Warning(contains: text) : EventFilter.Info(contains: text);
        filter.ExpectOne(() =>
        {
            for (var looks = 0; looks < 4; looks++)
                Look();
        });
    }
}
