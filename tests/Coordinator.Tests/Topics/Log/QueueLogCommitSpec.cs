using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Tests.Transactions;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Tests.Topics.Log;

/// <summary>Appends that bring the event with which their transaction commits.</summary>
[Trait("race", "25")]
public sealed class QueueLogCommitSpec : QueueLogKit
{
    private readonly StoredEventMapping _mapping;

    public QueueLogCommitSpec() => _mapping = new StoredEventMapping(Sys.Serialization, Sys.Scheduler);

    [Fact]
    public void Commit_and_entries_are_stored_together()
    {
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Commit("t1", messages: 2));
        AwaitCondition(() => held.Arrived.IsCompleted);
        ExpectNoMsg(TimeSpan.Zero);

        held.Release();

        Appended("t1");
        Assert.Equal(["t-t1 2", "q-orders.paid/2 1", "q-orders.paid/2 2"], Stored);
    }

    [Fact]
    public void Commit_of_a_transaction_that_is_decided_is_refused_and_leaves_no_gap()
    {
        Decide("t2");
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Append("first"));
        AwaitCondition(() => held.Arrived.IsCompleted);
        foreach (var transaction in new[] { "t1", "t2", "t3" })
            log.Tell(Commit(transaction));
        held.Release();

        Appended("first", "t1");
        Refused("t2");
        Appended("t3");
        Assert.Equal(["first", "t1", "t3"], Entries.Select(entry => entry.Id.Transaction.Value));
        log.Tell(Append("last"));
        Appended("last");
        Assert.Equal(4, Entries.Count);
    }

    [Fact]
    public void Repetition_during_the_write_and_in_the_same_write_gives_one_entry_and_the_same_answer()
    {
        Decide("t2");
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Commit("t1"));
        AwaitCondition(() => held.Arrived.IsCompleted);
        log.Tell(Commit("t1"));
        log.Tell(Commit("t2"));
        log.Tell(Commit("t2"));
        held.Release();

        Appended("t1", "t1");
        Refused("t2", "t2");
        Assert.Single(Entries);
    }

    [Fact, Trait("race", "12")]
    public void Repetition_that_memory_knows_is_confirmed_and_one_that_it_has_forgotten_is_refused()
    {
        Options.DedupeEntries = 10;
        var log = StartLog();
        var commit = Commit("t1");
        log.Tell(commit);
        Appended("t1");
        Restart(ref log);
        log.Tell(commit);
        Appended("t1");
        Time.Advance(TimeSpan.FromSeconds(1));
        AppendMany(log, 100);
        var reads = Reader.Reads;

        log.Tell(commit);

        Refused("t1");
        Assert.Equal(101, Entries.Count);
        Assert.Equal(reads, Reader.Reads);
    }

    [Fact]
    public void Two_copies_of_a_transaction_that_want_different_events_stored_go_into_two_writes()
    {
        var log = StartLog();
        var held = Journal.Hold();
        log.Tell(Append("first"));
        AwaitCondition(() => held.Arrived.IsCompleted);
        Decide("t1");
        log.Tell(Commit("t1"));
        log.Tell(Commit("t1", number: 3));
        held.Release();

        Appended("first");
        Refused("t1");
        Appended("t1");
        Assert.Equal(2, Entries.Count);
    }

    [Fact, Trait("race", "11")]
    public void Stale_log_whose_every_append_is_refused_stops_and_the_next_one_has_the_entry()
    {
        var stale = StartLog();
        stale.Tell(Append("first"));
        Appended("first");
        var current = StartLog();
        current.Tell(Commit("t1"));
        Appended("t1");

        stale.Tell(Commit("t1"));

        ExpectTerminated(stale);
        current.Tell(Commit("t1"));
        Appended("t1");
        Assert.Equal(2, Entries.Count);
    }

    [Theory]
    [InlineData(JournalFault.Fail)]
    [InlineData(JournalFault.Reject)]
    [InlineData(JournalFault.Lose)]
    public void Write_that_fails_is_not_answered(JournalFault fault)
    {
        var log = StartLog();
        Journal.Arm(fault);
        log.Tell(Commit("t1"));
        ExpectTerminated(log);

        log = StartLog();
        log.Tell(Commit("t1"));

        Appended("t1");
        Assert.Single(Entries);
    }

    private IEnumerable<string> Stored => Journal.Written.Select(write => $"{write.PersistenceId} {write.SequenceNr}");

    private AppendToQueue Commit(string transaction, int messages = 1, long number = 2) =>
        Append(transaction, messages: messages) with { Companion = Event(transaction, number) };

    private StoredEvent Event(string transaction, long number) =>
        _mapping.ToEvent(new TransactionAppended(new DecidedBy.Producer(Some.Instance), Some.Now), $"t-{transaction}", number);

    /// <summary>Stores a decision that another copy of the transaction took.</summary>
    private void Decide(string transaction) =>
        new FaultyQueueLogWriter(Sys).StoreAsync(Event(transaction, 2)).Wait(TimeSpan.FromSeconds(10));

    private void Refused(params string[] transactions)
    {
        foreach (var transaction in transactions)
            ExpectMsg(new AppendRefused(Queue, new TransactionId(transaction)));
    }
}
