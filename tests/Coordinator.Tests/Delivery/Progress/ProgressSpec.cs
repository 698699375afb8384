using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Testing;

namespace Coordinator.Tests.Delivery.Progress;

public sealed class ProgressSpec : DeliveryKit
{
    private const string Id = "g-shipping/orders.paid/0";

    [Fact]
    public void After_a_crash_only_what_was_not_acknowledged_comes_again()
    {
        AppendAll("1", "2", "3", "4");
        var a = Join(room: 3);
        var first = a.Expect("1");
        a.Expect("2");
        var third = a.Expect("3");
        a.Acknowledge(first);
        a.Acknowledge(third);
        a.Handle("4");
        var saved = Flush(once: group => group is { Cursor: 4, Lag: 1 });
        Assert.Equal((4, 1), (saved.Cursor, saved.Prefix));
        Assert.Equal(2, Assert.Single(saved.Pending).Offset);
        Crash();
        var b = Join();
        b.Expect("2", attempt: 2);
        b.ExpectNothing();
    }

    [Fact]
    public void After_a_crash_a_retry_waits_for_what_is_left_of_its_time()
    {
        Options.MaxAttempts = 3;
        Append("1");
        var a = Join();
        a.Retry(a.Expect("1"), TimeSpan.FromMinutes(10));
        var saved = Flush(once: group => group.Waiting == 1);
        Assert.Equal((1, 1, "no stock"), (saved.Pending[0].Attempt, saved.Pending[0].Failures, saved.Pending[0].Reason));
        Time.Advance(TimeSpan.FromMinutes(4));
        Crash();
        var b = Join();
        // A new message follows the pending ones: the wait for the first message has begun, and only then may the clock move.
        Append("2");
        b.Acknowledge(b.Expect("2"));
        Time.Advance(TimeSpan.FromMinutes(5));
        b.ExpectNothing();
        Time.Advance(TimeSpan.FromMinutes(1));
        b.Expect("1", attempt: 2);
    }

    [Fact]
    public void Saves_are_conflated_and_old_ones_pruned()
    {
        var a = Join(room: 100);
        for (var round = 1; round <= 40; round++)
        {
            AppendAll("x", "y", "z");
            a.Handle("x", "y", "z");
            var cursor = round * 3;
            Flush(once: group => group.Prefix == cursor);
        }

        Assert.InRange(Saves, 41, 81);
        AwaitAssert(() => Assert.InRange(Store.CountOf(Id), 1, 17));
    }

    [Fact]
    public void A_save_that_fails_is_repeated_and_never_loses_the_one_before()
    {
        AppendAll("1");
        var a = Join();
        a.Handle("1");
        Flush(once: group => group.Prefix == 1);
        // The changes are stored although their save failed, and the whole save after them is not.
        Journal.Arm<ProgressChanges>(JournalFault.Lose);
        Store.LoseSaves(1);
        Append("2");
        a.Handle("2");
        Flush(once: group => group.Prefix == 2);
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(3, Store.Saves);
        });
        Crash();
        Append("3");
        Join("b").Handle("3");
    }

    [Fact]
    [Trait("attack", "L14")]
    public void A_save_has_what_changed_and_not_what_waits()
    {
        const int Waiting = 500;
        var serialization = Sys.Serialization;
        var a = Join(room: Waiting + 10);
        for (var i = 0; i < Waiting; i++)
            Append("bad");
        for (var i = 0; i < Waiting; i++)
            a.Retry(a.Expect("bad"), TimeSpan.FromHours(1));
        Flush(once: group => group.Waiting == Waiting);
        Append("good");
        a.Handle("good");
        Flush(once: group => group.Cursor == Waiting + 1);
        var last = Journal.Written.Select(write => write.Event).OfType<ProgressChanges>().Last();
        Assert.InRange(serialization.FindSerializerFor(last).ToBinary(last).Length, 1, 200);
        Assert.Equal(Waiting, Saved().Pending.Count);
    }

    [Fact]
    public void Whole_saves_follow_many_changes_and_what_came_before_is_deleted()
    {
        var a = Join();
        for (var round = 1; round <= 300; round++)
        {
            Append("x");
            a.Handle("x");
            var cursor = round;
            Flush(once: group => group.Prefix == cursor);
        }

        Assert.InRange(Store.Saves, 2, 4);
        AwaitAssert(() => Assert.Equal(1, Store.CountOf(Id)));
        Crash();
        Append("y");
        Join("b").Handle("y");
    }

    [Fact]
    public void A_load_that_was_given_up_changes_nothing_when_it_ends_late()
    {
        AppendAll("1", "2");
        var a = Join(room: 2);
        a.Acknowledge(a.Expect("1"));
        a.Expect("2");
        Flush(once: group => group is { Cursor: 2, Lag: 1 });
        Crash();
        var first = Journal.HoldRecovery(id => id == Id);
        var session = CreateTestProbe();
        QueueActor.Tell(new AttachConsumer(Queue, Group, new("b"), session.Ref, StartPosition.FromEnd, [], Room: 5, Lease: null), TestActor);
        AwaitCondition(() => first.Arrived.IsCompleted);
        // The next load does not get its answer either, while the first one ends.
        Store.HangLoads(1);
        Time.Advance(TimeSpan.FromSeconds(31));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(300));
            Assert.Equal(3, Store.Loads);
        });
        first.Release();
        session.ExpectNoMsg(TimeSpan.FromMilliseconds(150));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal(2, session.ExpectMsg<Deliver>(TimeSpan.FromMilliseconds(200)).Delivery.Offset);
        });
    }

    [Fact]
    public void A_group_whose_progress_cannot_be_loaded_waits_and_starts_where_it_was()
    {
        AppendAll("1", "2");
        var a = Join();
        a.Handle("1", "2");
        Flush(once: group => group.Prefix == 2);
        Crash();
        Store.FailLoads(2);
        var b = CreateTestProbe();
        var asker = CreateTestProbe();
        asker.Send(QueueActor, new AttachConsumer(
            Queue, Group, new("b"), b.Ref, StartPosition.FromBeginning, [], Room: 5, Lease: null));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            asker.ExpectMsg<ConsumerAttached>(TimeSpan.FromMilliseconds(100));
        });
        Append("3");
        Assert.Equal(3, b.ExpectMsg<Deliver>().Delivery.Offset);
    }
}
