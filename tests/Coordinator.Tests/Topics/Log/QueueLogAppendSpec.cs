using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Testing;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class QueueLogAppendSpec : QueueLogKit
{
    [Fact]
    public void Log_answers_an_append_only_when_it_is_durable()
    {
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Append("t1", messages: 3));
        AwaitCondition(() => held.Arrived.IsCompleted);
        ExpectNoMsg(TimeSpan.Zero);

        held.Release();

        Appended("t1");
        Assert.Equal([0, 1, 2], Entries.Select(entry => entry.Id.Index));
    }

    [Fact]
    public void Different_messages_of_one_transaction_that_come_at_once_are_all_appended()
    {
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Append("first"));
        AwaitCondition(() => held.Arrived.IsCompleted);
        for (var index = 0; index < 3; index++)
        {
            log.Tell(Append("t1") with { Messages = [new IndexedMessage(index, new Message { Topic = Queue.Topic })] });
            log.Tell(Append("t1") with { Messages = [new IndexedMessage(index, new Message { Topic = Queue.Topic })] });
        }

        held.Release();

        Appended("first", "t1", "t1", "t1", "t1", "t1", "t1");
        Assert.Equal([0, 0, 1, 2], Entries.Select(entry => entry.Id.Index));
    }

    [Fact]
    public void Appends_that_come_during_a_write_go_into_the_next_one_together()
    {
        var log = StartLog();
        var first = Journal.Hold();
        log.Tell(Append("first"));
        AwaitCondition(() => first.Arrived.IsCompleted);
        for (var i = 0; i < 100; i++)
            log.Tell(Append($"t{i}"));
        var second = Journal.Hold(_ => Entries.Count >= 1);
        first.Release();
        AwaitCondition(() => second.Arrived.IsCompleted);
        var third = Journal.Hold(_ => Entries.Count >= 2);
        second.Release();

        for (var i = 0; i <= 100; i++)
            ExpectMsg<AppendedToQueue>();
        Assert.False(third.Arrived.IsCompleted);
        Assert.Equal(101, Entries.Count);
    }

    [Fact]
    public void A_write_has_no_more_entries_than_the_options_say()
    {
        Options.WriteEntries = 10;
        var log = StartLog();
        var first = Journal.Hold();
        log.Tell(Append("first"));
        AwaitCondition(() => first.Arrived.IsCompleted);
        for (var i = 0; i < 25; i++)
            log.Tell(Append($"t{i}"));
        var last = Journal.Hold(write => write.SequenceNr == 22);
        first.Release();

        for (var i = 0; i < 21; i++)
            ExpectMsg<AppendedToQueue>();
        AwaitCondition(() => last.Arrived.IsCompleted);
        Assert.Equal(21, Entries.Count);
        last.Release();
        for (var i = 0; i < 5; i++)
            ExpectMsg<AppendedToQueue>();
    }

    [Fact]
    [Trait("race", "6")]
    public void Two_appends_of_one_transaction_at_once_give_one_entry()
    {
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Append("t1"));
        log.Tell(Append("t1"));
        AwaitCondition(() => held.Arrived.IsCompleted);
        ExpectNoMsg(TimeSpan.Zero);

        held.Release();

        Appended("t1", "t1");
        Assert.Single(Entries);
    }

    [Fact]
    [Trait("race", "6")]
    public void Two_appends_of_one_transaction_in_one_write_give_one_entry()
    {
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Append("first"));
        log.Tell(Append("t1"));
        log.Tell(Append("t1"));
        AwaitCondition(() => held.Arrived.IsCompleted);
        held.Release();

        Appended("first", "t1", "t1");
        Assert.Equal(2, Entries.Count);
    }

    [Fact]
    [Trait("race", "12")]
    public void Append_repeated_after_a_restart_gives_one_entry()
    {
        var log = StartLog();
        var append = Append("t1");
        log.Tell(append);
        Appended("t1");
        Restart(ref log);

        log.Tell(append);

        Appended("t1");
        Assert.Single(Entries);
    }

    [Fact]
    [Trait("race", "12")]
    public void Append_whose_write_only_seemed_to_fail_is_there_once_after_its_repetition()
    {
        var log = StartLog();
        Journal.Arm(JournalFault.Lose);
        var append = Append("t1");
        log.Tell(append);
        ExpectTerminated(log);
        log = StartLog();

        log.Tell(append);

        Appended("t1");
        Assert.Single(Entries);
    }

    [Theory]
    [InlineData(JournalFault.Fail)]
    [InlineData(JournalFault.Reject)]
    public void Log_whose_write_fails_stops_without_an_answer_and_goes_on_densely(JournalFault fault)
    {
        var log = StartLog();
        log.Tell(Append("t1"));
        Appended("t1");
        Journal.Arm(fault);
        log.Tell(Append("t2", messages: 2));
        ExpectTerminated(log);
        log = StartLog();

        log.Tell(Append("t2", messages: 2));

        Appended("t2");
        Assert.Equal([1, 2, 3], Journal.Written.Select(write => write.SequenceNr));
    }

    [Fact]
    public void Log_whose_write_is_never_answered_stops()
    {
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Append("t1"));
        AwaitCondition(() => held.Arrived.IsCompleted);

        Time.Advance(TimeSpan.FromMinutes(2));

        ExpectTerminated(log);
    }

    [Fact]
    public void Append_beyond_the_room_is_dropped_and_succeeds_when_repeated()
    {
        Options.IntakeCommands = 2;
        var log = StartLog();
        var held = Journal.Hold();
        foreach (var transaction in new[] { "t1", "t2", "t3" })
            log.Tell(Append(transaction));
        AwaitCondition(() => held.Arrived.IsCompleted);
        held.Release();
        Appended("t1", "t2");
        ExpectNoMsg(TimeSpan.Zero);

        log.Tell(Append("t3"));

        Appended("t3");
    }

    [Fact]
    [Trait("race", "12")]
    public void Append_repeated_when_memory_has_forgotten_it_is_found_in_the_journal()
    {
        Options.DedupeEntries = 10;
        var log = StartLog();
        var old = Append("old", messages: 2);
        log.Tell(old);
        Appended("old");
        Time.Advance(TimeSpan.FromSeconds(1));
        AppendMany(log, 1500);

        log.Tell(old);

        Appended("old");
        Assert.Equal(1502, Entries.Count);
        Assert.True(Reader.Reads > 1);
    }

    [Fact]
    public void Late_append_that_is_in_neither_memory_nor_journal_is_appended()
    {
        Options.DedupeEntries = 10;
        var log = StartLog();
        var late = Append("late");
        Time.Advance(TimeSpan.FromSeconds(1));
        AppendMany(log, 100);

        log.Tell(late);
        log.Tell(late);

        Appended("late", "late");
        Assert.Equal(101, Entries.Count);
        Assert.Equal(new TransactionId("late"), Entries[^1].Id.Transaction);
    }

    [Fact]
    [Trait("race", "12")]
    public void What_memory_forgets_during_a_search_is_searched_too()
    {
        Options.DedupeEntries = 10;
        var log = StartLog();
        var late = Append("late");
        Time.Advance(TimeSpan.FromSeconds(1));
        AppendMany(log, 100);
        Reader.Gate = new TaskCompletionSource();
        log.Tell(late);
        // Decide each after the previous one was appended: otherwise it would wait for the search as well.
        for (var n = 0; n < 100; n++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
            log.Tell(Append($"meanwhile-{n}"));
            Appended($"meanwhile-{n}");
        }

        log.Tell(late);
        Reader.Gate.SetResult();

        Appended("late", "late");
        Assert.Equal(201, Entries.Count);
    }

    [Fact]
    public void Appends_of_now_do_not_wait_for_a_search()
    {
        Options.DedupeEntries = 10;
        var log = StartLog();
        var late = Append("late");
        Time.Advance(TimeSpan.FromSeconds(1));
        AppendMany(log, 100);
        Reader.Gate = new TaskCompletionSource();
        log.Tell(late);

        Time.Advance(TimeSpan.FromSeconds(1));
        log.Tell(Append("now"));

        Appended("now");
        Reader.Gate.SetResult();
        Appended("late");
    }

    [Fact]
    public void Append_whose_search_fails_is_not_answered_and_succeeds_when_repeated()
    {
        Options.DedupeEntries = 10;
        var log = StartLog();
        var late = Append("late");
        Time.Advance(TimeSpan.FromSeconds(1));
        AppendMany(log, 100);
        Reader.Failures.Enqueue(new InvalidOperationException("failed on command"));
        var reads = Reader.Reads;
        log.Tell(late);
        AwaitCondition(() => Reader.Reads > reads);
        ExpectNoMsg(TimeSpan.Zero);

        log.Tell(late);

        Appended("late");
        Assert.Equal(101, Entries.Count);
    }

    [Fact]
    [Trait("race", "16")]
    public void Append_decided_by_a_clock_that_is_ahead_is_found_when_it_is_repeated()
    {
        Options.DedupeEntries = 10;
        var log = StartLog();
        var ahead = Append("ahead", committedAt: Time.Now + TimeSpan.FromMinutes(10));
        log.Tell(ahead);
        Appended("ahead");
        AppendMany(log, 100);

        log.Tell(ahead);

        Appended("ahead");
        Assert.Equal(101, Entries.Count);
        Assert.Equal(Entries.Select(entry => entry.AppendedAt).Order(), Entries.Select(entry => entry.AppendedAt));
    }

    [Fact]
    [Trait("race", "11")]
    public void Stale_copy_of_a_log_cannot_append_and_stops()
    {
        var stale = StartLog();
        stale.Tell(Append("t1"));
        Appended("t1");
        var current = StartLog();
        current.Tell(Append("t2"));
        Appended("t2");

        stale.Tell(Append("t3"));

        ExpectTerminated(stale);
        Assert.Equal(2, Entries.Count);
        current.Tell(Append("t3"));
        Appended("t3");
    }
}
