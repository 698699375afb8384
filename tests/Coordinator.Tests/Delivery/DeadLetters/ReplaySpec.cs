using System.Globalization;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Testing;

namespace Coordinator.Tests.Delivery.DeadLetters;

/// <summary>Replays dead letters into the real delivery of a queue.</summary>
public sealed class ReplaySpec : DeliveryKit
{
    private static readonly TimeSpan SlowWrite = TimeSpan.FromMilliseconds(20);

    [Fact]
    [Trait("attack", "L8")]
    public void A_replay_of_a_thousand_letters_ends_with_a_write_for_each_batch_when_each_write_is_slow()
    {
        const int count = 1_000;
        var a = DeadLetter(count);
        var (writes, saves) = (Journal.Writes, Store.Saves);
        (Journal.WriteTime, Store.SaveTime) = (SlowWrite, SlowWrite);

        // No time passes for the actors: nothing waits for a timer, a repetition or the end of a step.
        var replay = Start("r1").ExpectMsg<ReplayDescription>().Progress;

        Assert.Equal((count, count, 0), (replay.Total, replay.Done, replay.Left));
        Assert.NotNull(replay.EndedAt);
        Assert.InRange((Journal.Writes - writes + Store.Saves - saves) * SlowWrite, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        for (var n = 1; n <= count; n++)
            a.Expect(Name(n), attempt: 2);
        a.ExpectNothing();
        Assert.Equal(0, Letters().Total);
    }

    [Fact]
    [Trait("attack", "L8")]
    public void A_replay_ends_although_the_consumer_still_rejects_everything()
    {
        const int count = 250;
        var a = DeadLetter(count);
        var operators = Start("r1");
        for (var n = 1; n <= count; n++)
            a.SettleLater(new Reject(a.Expect(Name(n), attempt: 2).Delivery));

        var replay = operators.ExpectMsg<ReplayDescription>().Progress;

        Assert.Equal((count, count, 0), (replay.Total, replay.Done, replay.Left));
        Assert.NotNull(replay.EndedAt);
        AwaitAssert(() => Assert.Equal(count, Letters().Total));
        Assert.All(Letters(max: 1_000).Letters, letter => Assert.Equal(2, letter.Attempts));
        a.ExpectNothing();
    }

    [Theory]
    [InlineData(JournalFault.Fail)]
    [InlineData(JournalFault.Lose)]
    public void A_replay_goes_on_after_a_crash_and_delivers_each_letter_once(JournalFault fault)
    {
        const int count = 350;
        var a = DeadLetter(count);
        var watcher = CreateTestProbe();
        watcher.Watch(DeadLetters);
        Journal.Arm<LettersReplayed>(fault);
        Start("r1");
        watcher.ExpectTerminated(DeadLetters);
        // The first batch is delivered and settled before the dead letters know that it was put back.
        for (var n = 1; n <= ReplayBatches.MaxLetters; n++)
            a.Acknowledge(a.Expect(Name(n), attempt: 2));

        StartDeadLetters();

        for (var n = ReplayBatches.MaxLetters + 1; n <= count; n++)
            a.Acknowledge(a.Expect(Name(n), attempt: 2));
        var replay = Ended("r1");
        Assert.Equal((count, count, 0), (replay.Total, replay.Done, replay.Left));
        a.ExpectNothing();
    }

    [Fact]
    public void A_replay_goes_on_after_a_crash_of_the_queue_and_delivers_what_was_not_acknowledged()
    {
        const int count = 150;
        DeadLetter(count);
        Store.LoseSaves(1);
        Start("r1");
        AwaitAssert(() => Assert.True(Describe().InFlight > 0));

        Crash();

        var b = Join("b", room: count);
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Equal(count, Find("r1").Done);
        });
        Assert.NotNull(Ended("r1").EndedAt);
        var offsets = b.Session.ReceiveN(count).Cast<Deliver>().Select(deliver => (int)deliver.Delivery.Offset);
        Assert.Equal(Enumerable.Range(1, count), offsets.Order());
        b.ExpectNothing();
    }

    [Fact]
    public void A_replayed_dead_letter_is_delivered_again_with_a_fresh_budget()
    {
        Options.MaxAttempts = 1;
        AppendAll("1", "2");
        var a = Join();
        a.Retry(a.Expect("1"));
        a.Acknowledge(a.Expect("2"));
        AwaitAssert(() => Assert.Single(Letters().Letters));

        var replay = Start("r1").ExpectMsg<ReplayDescription>().Progress;

        Assert.Equal(("jo", "mended", 1, 0), (replay.Who, replay.Why, replay.Done, replay.Left));
        Assert.Equal(1, Saved().Pending[0].Offset);
        a.Acknowledge(a.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(2, Describe().Prefix));
        Assert.Equal("jo", Assert.Single(Journal.EventsOf($"d-{Group}").OfType<ReplayStarted>()).Who);
    }

    [Fact]
    public void A_replayed_dead_letter_keeps_to_the_order_of_its_key()
    {
        Append("a1", key: "a");
        Append("a2", key: "a");
        Append("a3", key: "a");
        var a = Join();
        a.Reject(a.Expect("a1"));
        var second = a.Expect("a2");
        AwaitAssert(() => Assert.Single(Letters().Letters));
        Assert.Equal(1, Start("r1", [1]).ExpectMsg<ReplayDescription>().Progress.Done);
        a.ExpectNothing();
        a.Acknowledge(second);
        a.Acknowledge(a.Expect("a1", attempt: 2));
        a.Handle("a3");
    }

    [Fact]
    public void A_message_on_its_way_to_the_dead_letters_is_put_back_only_when_it_has_arrived()
    {
        Append("1");
        var a = RejectWhenDeadLettersFail(JournalFault.Lose, "1");
        StartDeadLetters();
        Assert.Single(Letters().Letters);
        var operators = Start("r1");
        operators.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.NotNull(Find("r1").EndedAt);
        });
        a.Acknowledge(a.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal((1, 0), (Describe().Prefix, Describe().Lag)));
        Assert.Empty(Letters().Letters);
    }

    [Fact]
    public void A_group_that_is_full_takes_a_batch_when_it_has_room()
    {
        Options.MaxPending = 1;
        AppendAll("1", "2");
        var a = Join();
        a.Reject(a.Expect("1"));
        var second = a.Expect("2");
        AwaitAssert(() => Assert.Single(Letters().Letters));

        var operators = Start("r1");
        operators.ExpectNoMsg(TimeSpan.FromMilliseconds(150));
        a.ExpectNothing();
        a.Acknowledge(second);

        a.Acknowledge(a.Expect("1", attempt: 2));
        Assert.Equal(1, operators.ExpectMsg<ReplayDescription>().Progress.Done);
    }

    [Fact]
    public void A_letter_that_its_queue_does_not_have_is_skipped_and_stays()
    {
        DeadLetter(1);
        AddLetter(offset: 7);
        var replay = Start("r1").ExpectMsg<ReplayDescription>().Progress;
        Assert.Equal((2, 1, 0), (replay.Total, replay.Done, replay.Left));
        Assert.Equal(7, Assert.Single(Letters().Letters).Offset);
    }

    [Fact]
    public void A_letter_of_a_group_that_the_queue_does_not_know_is_skipped()
    {
        AddLetter(offset: 1);
        var replay = Start("r1").ExpectMsg<ReplayDescription>().Progress;
        Assert.Equal((1, 0, 0), (replay.Total, replay.Done, replay.Left));
        Assert.Single(Letters().Letters);
    }

    [Fact]
    public void A_single_message_is_put_back_for_the_dead_letters_of_an_earlier_release()
    {
        var a = DeadLetter(1);
        var earlier = CreateTestProbe();
        earlier.Send(QueueActor, new PutBackMessage(Queue, Group, 1, 1));
        earlier.ExpectMsg(new MessagePutBack(Queue, Group, 1, 1));
        a.Acknowledge(a.Expect(Name(1), attempt: 2));
    }

    [Fact]
    public void Dead_letters_that_end_during_a_replay_are_woken_until_they_answer()
    {
        var a = DeadLetter(1);
        var first = CreateTestProbe();
        first.Send(QueueActor, new PutBackMessages(Queue, Group, 9, [new LetterToPutBack(1, 1, 1)]));
        Assert.Equal(1, first.ExpectMsg<MessagesPutBack>().UpTo);
        a.Expect(Name(1), attempt: 2);
        var next = CreateTestProbe();
        DeadLetters = next;

        Sys.Stop(first);

        next.ExpectMsg(new ContinueReplay(Group));
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            next.ExpectMsg(new ContinueReplay(Group), TimeSpan.FromMilliseconds(50));
        });
        next.Reply(new ReplayContinued(Group));
        Describe();
        Time.Advance(TimeSpan.FromMinutes(2));
        next.ExpectNoMsg(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void Delivery_that_starts_wakes_the_dead_letters_whose_replay_nobody_else_would_continue()
    {
        DeadLetter(1);
        var next = CreateTestProbe();
        DeadLetters = next;

        Crash();
        Join("b");

        next.ExpectMsg(new ContinueReplay(Group));
    }

    private static string Name(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Appends messages that a consumer rejects, so that all of them are dead letters.</summary>
    private Consumer DeadLetter(int count)
    {
        var bodies = Enumerable.Range(1, count).Select(Name).ToArray();
        AppendTogether(bodies);
        var consumer = Join(room: count);
        foreach (var body in bodies)
            consumer.SettleLater(new Reject(consumer.Expect(body).Delivery));
        AwaitAssert(() => Assert.Equal((count, count), (Letters(max: 1).Total, (int)Describe().Prefix)));
        return consumer;
    }

    private void AddLetter(long offset)
    {
        var probe = CreateTestProbe();
        probe.Send(DeadLetters, new AddDeadLetter(Group, Queue, offset, new(new("t"), 0), 16, null));
        probe.ExpectMsg<DeadLetterAdded>();
    }

    private TestProbe Start(string id, IReadOnlyList<long>? numbers = null)
    {
        var operators = CreateTestProbe();
        operators.Send(DeadLetters, new StartReplay(Group, id, numbers, "jo", "mended"));
        return operators;
    }

    private ReplayProgress Find(string id)
    {
        var probe = CreateTestProbe();
        probe.Send(DeadLetters, new DescribeReplay(Group, id));
        return probe.ExpectMsg<ReplayDescription>().Progress;
    }

    private ReplayProgress Ended(string id)
    {
        AwaitAssert(() => Assert.NotNull(Find(id).EndedAt));
        return Find(id);
    }
}
