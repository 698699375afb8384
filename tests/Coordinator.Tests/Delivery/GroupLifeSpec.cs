using System.Collections;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Delivery;

/// <summary>Tests when a group's delivery leaves memory, and how it recovers when something that it needs fails.</summary>
public sealed class GroupLifeSpec : DeliveryKit
{
    [Fact]
    public void A_group_without_members_leaves_memory_and_comes_back_where_it_was()
    {
        AppendAll("1", "2");
        var a = Join();
        a.Handle("1");
        a.Expect("2");
        a.Detach();
        var delivery = Watched();
        Time.Advance(Options.IdleAfter);
        delivery.ExpectMsg<Terminated>();

        Append("3");
        var b = Join("b");
        b.Expect("2", attempt: 2);
        b.Expect("3");
        b.ExpectNothing();
    }

    [Fact]
    public void A_group_with_a_member_stays_in_memory()
    {
        var a = Join();
        Join("b").Detach();
        var delivery = Watched();
        Time.Advance(Options.IdleAfter * 3);
        Append("1");
        a.Handle("1");
        delivery.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_group_that_was_only_asked_about_leaves_memory()
    {
        Assert.False(Describe().Known);
        var delivery = Watched();
        Time.Advance(Options.IdleAfter);
        delivery.ExpectMsg<Terminated>();
    }

    [Fact]
    public void After_a_stop_in_order_nothing_comes_again_that_was_acknowledged()
    {
        AppendAll("1", "2", "3");
        var a = Join();
        var first = a.Expect("1");
        a.Expect("2");
        a.Acknowledge(a.Expect("3"));
        a.Acknowledge(first);
        Restart();
        var b = Join("b");
        b.ExpectAfterGrace("2", attempt: 2);
        b.ExpectNothing();
    }

    [Fact]
    public void A_stop_in_order_does_not_wait_for_ever_for_the_journal()
    {
        Append("1");
        var a = Join();
        a.Expect("1");
        var save = Journal.Hold<ProgressChanges>();
        var delivery = Watched();
        QueueActor.Tell(StopQueue.Instance);
        AwaitCondition(() => save.Arrived.IsCompleted);
        delivery.ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(TimeSpan.FromSeconds(5));
        delivery.ExpectMsg<Terminated>();
    }

    [Fact]
    public void A_stream_that_fails_is_run_anew_for_the_members_there_are()
    {
        var a = Join(tags: []);
        Append("1", tag: "x");
        a.Handle("1");
        Flush(once: group => group.Prefix == 1);
        var tags = new FailingOnce("x");
        var asker = CreateTestProbe();
        asker.Send(QueueActor, new AttachConsumer(
            Queue, Group, new("a"), a.Session.Ref, StartPosition.FromBeginning, tags, Room: 10, Lease: null));
        AwaitAssert(() => Assert.True(tags.Failed));
        Append("2", tag: "x");
        Deliver? second = null;
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            second = a.Session.ExpectMsg<Deliver>(deliver => deliver.Delivery.Offset == 2, TimeSpan.FromMilliseconds(100));
        });
        a.Acknowledge(second!);
        asker.ExpectMsg<ConsumerAttached>();
        AwaitAssert(() => Assert.Equal((2, 0), (Describe().Prefix, Describe().Lag)));
    }

    [Fact]
    public void A_load_that_is_not_answered_is_repeated()
    {
        Append("1");
        Store.HangLoads(1);
        var a = CreateTestProbe();
        var asker = CreateTestProbe();
        asker.Send(QueueActor, new AttachConsumer(
            Queue, Group, new("a"), a.Ref, StartPosition.FromBeginning, [], Room: 10, Lease: null));
        asker.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(31));
            asker.ExpectMsg<ConsumerAttached>(TimeSpan.FromMilliseconds(100));
        });
        Assert.Equal(1, a.ExpectMsg<Deliver>().Delivery.Offset);
    }

    [Fact]
    public void A_save_that_is_not_answered_is_repeated()
    {
        AppendAll("1", "2");
        var a = Join();
        a.Handle("1");
        Flush(once: group => group.Prefix == 1);
        var save = Journal.Hold<ProgressChanges>();
        a.Handle("2");
        AwaitAssert(() => Assert.Equal(2, Describe().Prefix));
        Time.Advance(Options.ProgressFlushInterval);
        AwaitCondition(() => save.Arrived.IsCompleted);
        Assert.Equal(1, Saved().Prefix);
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal(2, Saved().Prefix);
        });
    }

    [Fact]
    public void Reading_pauses_while_too_many_bytes_are_pending()
    {
        Options.MaxPendingBytes = 1_000_000;
        var (first, second, third) = (new string('1', 600_000), new string('2', 600_000), new string('3', 600_000));
        AppendAll(first, second, third);
        var a = Join();
        var delivered = a.Expect(first);
        a.Expect(second);
        a.ExpectNothing();
        a.Acknowledge(delivered);
        a.Expect(third);
    }

    private TestProbe Watched()
    {
        var probe = CreateTestProbe();
        var delivery = Sys.ActorSelection(QueueActor.Path / Group.Value).ResolveOne(TimeSpan.FromSeconds(10));
        probe.Watch(delivery.GetAwaiter().GetResult());
        return probe;
    }

    /// <summary>Collection of tags that fails when the stream reads it. Before it the actor of the group does.</summary>
    private sealed class FailingOnce(string tag) : IReadOnlyCollection<string>
    {
        private int _reads;

        public bool Failed { get; private set; }

        public int Count => 1;

        public IEnumerator<string> GetEnumerator()
        {
            if (Failed || _reads++ == 0)
                return new List<string> { tag }.GetEnumerator();
            Failed = true;
            throw new InvalidOperationException("failed on command");
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
