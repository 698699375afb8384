using System.Globalization;
using Akka.Event;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Tests.Delivery;

/// <summary>Members of one group that ask for different tags. Race 30.</summary>
[Trait("race", "30")]
public sealed class TagsSpec : DeliveryKit
{
    private const int Many = 200;

    [Fact]
    [Trait("attack", "L9")]
    public void Members_with_different_tags_get_what_they_asked_for_and_nothing_is_skipped()
    {
        var a = Join("a", tags: ["a"]);
        var b = Join("b", tags: ["b"]);
        for (var i = 1; i <= Many; i++)
        {
            Append(Name("a", i), tag: "a");
            Append(Name("b", i), tag: "b");
        }

        a.Handle([.. Enumerable.Range(1, Many).Select(i => Name("a", i))]);
        b.Handle([.. Enumerable.Range(1, Many).Select(i => Name("b", i))]);
        a.ExpectNothing();
        b.ExpectNothing();
        AwaitAssert(() => Assert.Equal((2 * Many, 2 * Many, 0), (Describe().Cursor, Describe().Prefix, Describe().Lag)));
    }

    [Fact]
    public void Member_without_tags_gets_all_and_shares_what_another_asked_for()
    {
        var all = Join("all");
        var a = Join("a", tags: ["a"]);
        Append("1");
        Append("2", tag: "b");
        all.Handle("1", "2");
        for (var i = 1; i <= 6; i++)
            Append(Name("a", i), tag: "a");
        var shared = new[] { a, all, a, all, a, all };
        for (var i = 1; i <= 6; i++)
            shared[i - 1].Handle(Name("a", i));
        a.ExpectNothing();
    }

    [Fact]
    public void Member_that_is_full_holds_up_no_other()
    {
        var a = Join("a", tags: ["a"]);
        var b = Join("b", room: 1, tags: ["b"]);
        for (var i = 1; i <= Many; i++)
            Append(Name("b", i), tag: "b");
        var first = b.Expect(Name("b", 1));
        Append("1", tag: "a");
        a.Handle("1");
        b.Acknowledge(first);
        b.Handle(Name("b", 2), Name("b", 3));
    }

    [Fact]
    public void Messages_of_a_member_that_left_wait_for_the_next_one_and_hold_up_no_others()
    {
        var a = Join("a", tags: ["a"]);
        var b = Join("b", tags: ["b"]);
        b.Detach();
        for (var i = 1; i <= Many; i++)
            Append(Name("b", i), tag: "b");
        Append("1", tag: "a");
        a.Handle("1");
        Flush(once: group => group.Lag == Many);

        // The same after a crash, which only what is durable survives.
        Crash();
        a = Join("a", tags: ["a"]);
        Append("2", tag: "a");
        a.Handle("2");
        Join("c", tags: ["b"]).Handle([.. Enumerable.Range(1, Many).Select(i => Name("b", i))]);
        AwaitAssert(() => Assert.Equal(0, Describe().Lag));
    }

    [Fact]
    public void Failed_message_waits_for_a_member_that_wants_it()
    {
        var a = Join("a", tags: ["a"]);
        var b = Join("b", tags: ["b"]);
        Append("1", tag: "b");
        b.Retry(b.Expect("1"));
        b.Detach();
        Time.Advance(TimeSpan.FromMinutes(1));
        Append("2", tag: "a");
        a.Handle("2");
        a.ExpectNothing();
        Join("c", tags: ["b", "c"]).Expect("1", attempt: 2);
    }

    [Fact]
    public void Rolling_release_of_a_new_tag_and_back_loses_nothing()
    {
        string[] old = ["a"], both = ["a", "b"];
        var first = Join("old", tags: old);
        Append("1", tag: "a");
        first.Handle("1");

        var second = Join("new", tags: both);
        first.Detach();
        Append("2", tag: "b");
        second.Handle("2");

        // Back: the new process stops before the old one is there.
        second.Detach();
        Append("3", tag: "a");
        Append("4", tag: "b");
        first = Join("old", tags: old);
        first.Handle("3");
        Append("5", tag: "b");
        Append("6", tag: "a");
        first.Handle("6");

        // Forward again, with a restart of the coordinator in between.
        first.Detach();
        Restart();
        Append("7", tag: "b");
        Join("new", tags: both).Handle("4", "5", "7");
        AwaitAssert(() => Assert.Equal(0, Describe().Lag));
    }

    [Fact]
    public void New_tags_are_durable_before_their_member_is_told()
    {
        var a = Join("a", tags: ["a"]);
        Join("b", tags: ["b"]);
        Crash();
        a = Join("a", tags: ["a"]);
        Append("1", tag: "b");
        Append("2", tag: "a");
        a.Handle("2");
        Join("b", tags: ["b"]).Handle("1");
    }

    [Fact]
    public void Member_is_not_told_while_its_tags_are_not_durable()
    {
        Join("a", tags: ["a"]);
        var save = Journal.Hold<ProgressChanges>();
        var asker = CreateTestProbe();
        var session = CreateTestProbe();
        var attach = new AttachConsumer(Queue, Group, new("b"), session.Ref, StartPosition.FromEnd, ["b"], Room: 5, Lease: null);
        asker.Send(QueueActor, attach);
        asker.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
        asker.Send(QueueActor, attach);
        asker.ExpectNoMsg(TimeSpan.FromMilliseconds(200));
        save.Release();
        asker.ExpectMsg<ConsumerAttached>();
        Append("1", tag: "b");
        Assert.Equal(1, session.ExpectMsg<Deliver>().Delivery.Offset);
    }

    [Fact]
    public void Tags_without_a_member_are_kept_for_a_while_and_then_skipped_and_counted()
    {
        var a = Join("a", tags: ["a"]);
        var b = Join("b", tags: ["b", "c"]);
        b.Detach();
        Append("1", tag: "b");
        Append("2", tag: "b", key: "k");
        Append("3", tag: "a", key: "k");
        Append("4", tag: "d");
        Append("5");
        Time.Advance(Options.FilterKeep);
        Repeat(a);
        Assert.Equal((5, 2, 2), (Describe().Cursor, Describe().Filter.Count, Describe().Unclaimed));
        // The next message of an ordering key waits, as behind one in back-off.
        a.ExpectNothing();

        Time.Advance(TimeSpan.FromSeconds(10));
        Repeat(a);
        a.Handle("3");
        Append("6", tag: "c");
        Append("7", tag: "a");
        a.Handle("7");
        AwaitAssert(() => Assert.Equal((7, 0, 0), (Describe().Prefix, Describe().Lag, Describe().Unclaimed)));
        SkippedDescription[] skipped = [new("b", 2), new("(none)", 1), new("c", 1), new("d", 1)];
        Assert.Equal(skipped, Describe().Skipped);
        Assert.Equal(["a"], Assert.Single(Describe().Filter).Tags);

        // What was skipped is known after a restart.
        Restart();
        Join("a", tags: ["a"]);
        Assert.Equal(skipped, Describe().Skipped);
    }

    [Fact]
    public void Delayed_message_that_was_skipped_does_not_take_its_key_when_it_is_due()
    {
        var a = Join("a", tags: ["a"]);
        Join("b", tags: ["b"]).Detach();
        Append("1", tag: "b", key: "k", delay: 2 * Options.FilterKeep);
        AwaitAssert(() => Assert.Equal(1, Describe().Cursor));
        Time.Advance(Options.FilterKeep + TimeSpan.FromMinutes(1));
        Repeat(a);
        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Prefix, Describe().Lag)));
        Time.Advance(Options.FilterKeep);
        Append("2", tag: "a", key: "k");
        a.Handle("2");
    }

    [Fact]
    public void Time_without_any_member_does_not_count_against_a_set()
    {
        var a = Join("a", tags: ["a"]);
        var b = Join("b", tags: ["b"]);
        b.Detach();
        a.Detach();
        Append("1", tag: "b");
        Time.Advance(3 * Options.FilterKeep);
        Restart();
        a = Join("a", tags: ["a"]);
        Append("2", tag: "a");
        a.Handle("2");
        Repeat(a);
        Join("b", tags: ["b"]).Handle("1");
    }

    [Fact]
    public void Time_for_which_a_set_was_absent_survives_a_crash()
    {
        var a = Join("a", tags: ["a"]);
        Join("b", tags: ["b"]).Detach();
        Append("1", tag: "b");
        Time.Advance(Options.FilterKeep / 2);
        Repeat(a);
        AwaitAssert(() =>
        {
            Time.Advance(Options.ProgressFlushInterval);
            Assert.Contains(Saved().Filter!.Sets, set => set.Absent >= Options.FilterKeep / 2);
        });
        Crash();
        a = Join("a", tags: ["a"]);
        Time.Advance((Options.FilterKeep / 2) - TimeSpan.FromSeconds(1));
        Repeat(a);
        Assert.Empty(Describe().Skipped);
        Time.Advance(TimeSpan.FromSeconds(2));
        Repeat(a);
        AwaitAssert(() => Assert.Equal([new SkippedDescription("b", 1)], Describe().Skipped));
    }

    [Fact]
    public void Progress_of_release_0_1_has_no_filter_and_its_messages_go_to_who_wants_them()
    {
        Append("1", tag: "b");
        Append("2", tag: "a");
        var pending = new PendingOffset(1, 1, 1, Time.Now, "no stock", DeadLettering: false);
        var saved = new ProgressSnapshot(1, [pending]);
        Store.Save($"g-{Group}/{Queue}", 1, Sys.Serialization.FindSerializerFor(saved).ToBinary(saved));
        var a = Join("a", tags: ["a"]);
        a.Handle("2");
        a.ExpectNothing();
        Join("b", tags: ["b"]).Expect("1", attempt: 2);
    }

    [Fact]
    public void Rewind_keeps_the_filter()
    {
        Append("1", tag: "b");
        var a = Join("a", tags: ["a"]);
        Join("b", tags: ["b"]).Detach();
        var operation = CreateTestProbe();
        operation.Send(QueueActor, new RewindGroup(Queue, Group, new RewindTarget.Position(StartPosition.FromBeginning), "jo"));
        operation.ExpectMsg<GroupRewound>();
        Append("2", tag: "a");
        a.Handle("2");
        Join("b", tags: ["b"]).Handle("1");
    }

    [Fact]
    public void Replayed_letter_waits_for_a_member_that_wants_it()
    {
        var b = Join("b", tags: ["b"]);
        Append("1", tag: "b");
        b.Reject(b.Expect("1"));
        AwaitAssert(() => Assert.Single(Letters().Letters));
        b.Detach();
        var a = Join("a", tags: ["a"]);
        QueueActor.Tell(new PutBackMessages(Queue, Group, 1, [new LetterToPutBack(1, 1, 1)]), TestActor);
        AwaitAssert(() => Assert.Equal(1, Describe().Unclaimed));
        a.ExpectNothing();
        Join("b", tags: ["b"]).Expect("1", attempt: 2);
    }

    [Fact]
    public void Members_that_differ_are_shown_and_logged_once()
    {
        // The level counts when the actor of the group starts.
        Sys.EventStream.SetLogLevel(LogLevel.InfoLevel);
        var a = Join("a", tags: ["a"]);
        Consumer? b = null;
        EventFilter.Info(contains: "asks for b, c in queue orders.paid/0, and other members ask for a").ExpectOne(
            () => b = Join("b", tags: ["c", "b"]));
        EventFilter.Info(contains: "asks for").Expect(0, () => Repeat(b!, tags: ["c", "b"]));
        Assert.Equal(
            [("a", "a"), ("b", "b c")],
            Describe().Members.Select(member => (member.Instance.Value, string.Join(' ', member.Tags))));
        Assert.Equal(["a", "b c"], Describe().Filter.Select(set => string.Join(' ', set.Tags)));
        Assert.All(Describe().Filter, set => Assert.Equal(Time.Now, set.SeenAt));
    }

    [Fact]
    public void Member_that_asks_for_other_tags_gets_those()
    {
        var a = Join("a", tags: ["a"]);
        a.Attach(room: 10, StartPosition.FromBeginning, ["b"]);
        Append("1", tag: "a");
        Append("2", tag: "b");
        a.Handle("2");
        a.ExpectNothing();
        a.Attach(room: 10, StartPosition.FromBeginning, []);
        a.Handle("1");
    }

    /// <summary>Attaches a member again, as its session does every few seconds.</summary>
    private static void Repeat(Consumer member, params string[] tags) =>
        member.Attach(room: 10, StartPosition.FromBeginning, tags.Length == 0 ? ["a"] : tags);

    private static string Name(string tag, int number) => tag + number.ToString(CultureInfo.InvariantCulture);
}
