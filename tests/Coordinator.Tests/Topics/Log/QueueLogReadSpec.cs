using Akka.Actor;
using Coordinator.Testing;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class QueueLogReadSpec : QueueLogKit
{
    [Fact]
    public void Read_of_what_is_in_memory_is_answered_at_once()
    {
        var log = StartLog();
        AppendMany(log, 10);

        log.Tell(new ReadQueue(4, 3));

        var page = ExpectMsg<QueuePage>();
        Assert.Equal([4, 5, 6], page.Entries.Select(entry => entry.Offset));
        Assert.Equal((4, 10), (page.From, page.End));
    }

    [Fact]
    public void Read_at_the_end_waits_until_something_is_durable()
    {
        var log = StartLog();
        log.Tell(new ReadQueue(1, 100));
        var held = Journal.Hold();
        log.Tell(Append("t1", messages: 2));
        AwaitCondition(() => held.Arrived.IsCompleted);
        ExpectNoMsg(TimeSpan.Zero);

        held.Release();

        Appended("t1");
        Assert.Equal(2, ExpectMsg<QueuePage>().Entries.Count);
    }

    [Fact]
    public void Read_at_the_end_never_sees_what_only_seemed_to_be_written()
    {
        var log = StartLog();
        log.Tell(new ReadQueue(1, 100));
        Journal.Arm(JournalFault.Fail);
        log.Tell(Append("t1"));

        ExpectTerminated(log);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Read_beyond_the_end_waits_for_its_offset()
    {
        var log = StartLog();
        log.Tell(new ReadQueue(3, 100));
        AppendMany(log, 2);
        ExpectNoMsg(TimeSpan.Zero);

        log.Tell(Append("t3"));

        Appended("t3");
        Assert.Equal(3, Assert.Single(ExpectMsg<QueuePage>().Entries).Offset);
    }

    [Fact]
    public void Read_that_waited_long_is_answered_with_an_empty_page()
    {
        var log = StartLog();
        AppendMany(log, 2);
        log.Tell(new ReadQueue(3, 100));
        log.Tell(new GetQueueEnd(Queue));
        ExpectMsg<QueueEnd>();

        Time.Advance(ReadQueue.LongPoll + TimeSpan.FromSeconds(5));

        var page = ExpectMsg<QueuePage>();
        Assert.Empty(page.Entries);
        Assert.Equal((3, 2), (page.From, page.End));
    }

    [Fact]
    public void Reads_that_wait_are_bounded_and_the_oldest_is_sent_away()
    {
        var parked = new ParkedReads(max: 2);
        foreach (var from in new[] { 1, 2, 3 })
            parked.Park(new ReadQueue(from, 1), TestActor, Time.Now, end: 0);

        Assert.Equal(1, ExpectMsg<QueuePage>().From);
        Assert.Equal(2, parked.Count);
    }

    [Fact]
    public void Read_of_what_memory_has_forgotten_is_sent_to_the_journal()
    {
        Options.TailEntries = 4;
        var log = StartLog();
        AppendMany(log, 10);

        log.Tell(new ReadQueue(2, 100));

        Assert.Equal(new ReadFromJournal(2, 6, 10), ExpectMsg<ReadFromJournal>());
    }

    [Fact]
    public void Log_that_starts_has_its_last_page_in_memory_and_knows_its_end()
    {
        var log = StartLog();
        AppendMany(log, 700);
        Time.Advance(TimeSpan.FromMinutes(1));
        Restart(ref log);

        log.Tell(new GetQueueEnd(Queue));
        Assert.Equal(new QueueEnd(Queue, 700, Entries[^1].AppendedAt), ExpectMsg<QueueEnd>() with { PutBacks = 0 });
        log.Tell(new ReadQueue(1, 1));
        Assert.Equal(new ReadFromJournal(1, 600, 700), ExpectMsg<ReadFromJournal>());
        log.Tell(new ReadQueue(700, 1));
        Assert.Equal(700, Assert.Single(ExpectMsg<QueuePage>().Entries).Offset);
    }

    [Fact]
    public void Log_whose_journal_lacks_the_end_stops()
    {
        var log = StartLog();
        AppendMany(log, 3);
        Reader.Failures.Enqueue(new InvalidOperationException("failed on command"));
        Restart(ref log);

        ExpectTerminated(log);
    }

    [Fact]
    public void Empty_log_says_so()
    {
        var log = StartLog();

        log.Tell(new GetQueueEnd(Queue));

        Assert.Equal(new QueueEnd(Queue, 0, null), ExpectMsg<QueueEnd>() with { PutBacks = 0 });
    }
}
