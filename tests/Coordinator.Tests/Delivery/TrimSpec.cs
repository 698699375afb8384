using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Delivery;

/// <summary>Tests what a group gets, and what it is told, when messages are deleted from its queue.</summary>
[Trait("race", "38")]
public sealed class TrimSpec : DeliveryKit
{
    [Fact]
    public void Group_goes_on_behind_a_queue_that_was_emptied_and_restarted()
    {
        AppendAll("1", "2", "3");
        Join().Handle("1", "2", "3");
        Flush(group => group.Prefix == 3);
        Assert.Equal((4, 3), Trim(long.MaxValue));
        Crash();

        var again = Join("b");
        Append("4");

        Assert.Equal(4, again.Expect("4").Delivery.Offset);
        Assert.Equal((4, 4, 0), (Describe().End, Describe().FirstKept, Describe().Missed));
    }

    [Fact]
    public void Group_that_was_away_is_told_what_it_missed()
    {
        Append("1");
        Join().Handle("1");
        Flush(group => group.Prefix == 1);
        AppendAll("2", "3");
        Crash();
        AppendAll("4", "5");
        Trim(4);

        using var missed = new CounterTotal("coordinator.delivery.missed");
        var again = Join("b");
        again.Handle("4", "5");

        // 2 and 3 may have been delivered before the crash. Nobody has settled them.
        Flush(group => group.Prefix == 5);
        Assert.Equal((4, 2, 0), (Describe().FirstKept, Describe().Missed, Describe().Lag));
        Assert.True(missed.Value >= 2);
        Assert.Equal(2, Saved().Missed);
        Crash();
        Join("c").ExpectNothing();
        Assert.Equal(2, Describe().Missed);
    }

    [Fact]
    public void Group_that_reads_slowly_goes_on_at_the_first_that_is_kept()
    {
        AppendAll("1", "2", "3", "4", "5", "6");
        var a = Join(room: 1);
        var first = a.Expect("1");
        Trim(5);

        var described = Describe();
        Assert.Equal((5, 6), (described.FirstKept, described.End));
        Assert.True(described.Missed > 0);

        a.Acknowledge(first);
        var next = a.Session.ExpectMsg<Deliver>();
        while (next.Delivery.Offset < 5)
        {
            // It was in memory already.
            a.Acknowledge(next);
            next = a.Session.ExpectMsg<Deliver>();
        }

        Assert.Equal(5, next.Delivery.Offset);
        a.Acknowledge(next);
        a.Handle("6");
        AwaitAssert(() => Assert.Equal(0, Describe().Lag));
    }

    [Fact]
    public void Message_in_back_off_whose_body_is_deleted_is_missed_and_its_key_goes_on()
    {
        Options.MaxPendingBytes = 1;
        Append("1", key: "k");
        Append("2", key: "k");
        var a = Join(room: 1);
        a.Retry(a.Expect("1"), TimeSpan.FromSeconds(10));
        Flush(group => group is { Waiting: 1 });
        Trim(2);

        Time.Advance(TimeSpan.FromSeconds(11));

        a.Handle("2");
        AwaitAssert(() => Assert.Equal((0, 1), (Describe().Lag, Describe().Missed)));
    }

    [Fact]
    public void Pending_messages_that_were_deleted_while_the_group_was_away_are_missed()
    {
        AppendAll("1", "2", "3");
        var a = Join();
        a.Retry(a.Expect("1"), TimeSpan.FromHours(1));
        a.Handle("2");
        a.Expect("3");
        Flush(group => group is { Waiting: 1, InFlight: 1 });
        Crash();
        Trim(3);

        Join("b").Expect("3", attempt: 2);

        Assert.Equal((1, 3), (Describe().Missed, Describe().FirstKept));
    }

    [Fact]
    public void Dead_letter_that_was_being_written_is_missed_when_its_message_is_deleted()
    {
        Append("1");
        var letters = DeadLetters;
        DeadLetters = CreateTestProbe().Ref;
        var a = Join();
        a.Reject(a.Expect("1"));
        Assert.True(Flush(group => group.Held == 1).Pending[0].DeadLettering);
        Crash();
        Trim(2);
        DeadLetters = letters;

        Append("2");
        Join("b").Handle("2");

        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Missed, Describe().Lag)));
        Assert.Empty(Letters().Letters);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rewind_below_the_first_that_is_kept_starts_there_and_says_so(long offset)
    {
        AppendAll("1", "2", "3", "4");
        var a = Join();
        a.Handle("1", "2", "3", "4");
        Trim(3);

        Assert.Equal(new GroupRewound(Queue, Group, 3, FirstKept: 3), Rewind(new RewindTarget.Offset(offset)));
        a.Handle("3", "4");
        Assert.Equal(new GroupRewound(Queue, Group, 3, FirstKept: 3), Rewind(new RewindTarget.Position(StartPosition.FromBeginning)));
        a.Handle("3", "4");
        Assert.Equal(0, Describe().Missed);
    }

    [Fact]
    public void Rewind_to_a_time_finds_it_among_those_that_are_kept()
    {
        AppendAll("1", "2");
        Time.Advance(TimeSpan.FromMinutes(1));
        AppendAll("3", "4");
        var time = Time.Now;
        Time.Advance(TimeSpan.FromMinutes(1));
        AppendAll("5");
        Trim(4);

        Assert.Equal(4, Rewind(new RewindTarget.Position(new StartPosition.At(DateTimeOffset.MinValue))).Next);
        Assert.Equal(4, Rewind(new RewindTarget.Position(new StartPosition.At(time))).Next);
        Assert.Equal(5, Rewind(new RewindTarget.Position(new StartPosition.At(time + TimeSpan.FromSeconds(1)))).Next);
        Trim(long.MaxValue);
        Assert.Equal(6, Rewind(new RewindTarget.Position(new StartPosition.At(time))).Next);
    }

    [Fact]
    public void New_group_begins_at_the_first_that_is_kept_and_has_missed_nothing()
    {
        AppendAll("1", "2", "3");
        Trim(3);

        Join().Handle("3");

        Assert.Equal(0, Describe().Missed);
    }

    [Fact]
    public void Replay_of_a_letter_whose_message_is_deleted_skips_it()
    {
        AppendAll("1", "2");
        var a = Join();
        a.Reject(a.Expect("1"));
        a.Handle("2");
        AwaitAssert(() => Assert.Single(Letters().Letters));
        Trim(2);

        DeadLetters.Tell(new StartReplay(Group, "r1", null, "jo", "mended"), TestActor);

        var replay = ExpectMsg<ReplayDescription>().Progress;
        Assert.Equal((1, 0, 0), (replay.Total, replay.Done, replay.Left));
        a.ExpectNothing();
    }

    private GroupRewound Rewind(RewindTarget to)
    {
        var probe = CreateTestProbe();
        probe.Send(QueueActor, new RewindGroup(Queue, Group, to, "jo"));
        return probe.ExpectMsg<GroupRewound>();
    }

    private (long FirstKept, long Deleted) Trim(long firstKept)
    {
        var probe = CreateTestProbe();
        probe.Send(QueueActor, new TrimQueue(Queue, firstKept));
        var trimmed = probe.ExpectMsg<QueueTrimmed>();
        return (trimmed.FirstKept, trimmed.Deleted);
    }
}
