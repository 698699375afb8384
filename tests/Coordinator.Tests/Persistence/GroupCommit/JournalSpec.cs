using Akka.Persistence;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using static Coordinator.Tests.Persistence.GroupCommit.JournalKit;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Tests the requirements on both journals, on both databases.</summary>
public sealed class JournalSpec
{
    [Theory, InlineData(JournalKind.GroupCommit), InlineData(JournalKind.Stock)]
    internal Task Sqlite_keeps_what_is_written(JournalKind journal) => KeepsWhatIsWritten(StorageEngine.Sqlite, journal);

    [PostgresTheory, InlineData(JournalKind.GroupCommit), InlineData(JournalKind.Stock)]
    internal Task Postgres_keeps_what_is_written(JournalKind journal) => KeepsWhatIsWritten(StorageEngine.PostgreSql, journal);

    private static async Task KeepsWhatIsWritten(StorageEngine engine, JournalKind journal)
    {
        var kit = await OpenAsync(engine, journal);
        Replays_events_in_order(kit);
        Replays_a_log_longer_than_a_page(kit);
        Recovers_the_last_of_many_snapshots_at_one_sequence_number(kit);
        Deletes_the_snapshots_that_are_named_and_no_others(kit);
        Stores_the_events_of_many_actors_that_write_at_once(kit);
        await Shows_the_library_s_own_query_side_what_is_written(kit);
        await kit.CloseAsync();
    }

    private static void Replays_events_in_order(JournalKit kit)
    {
        var first = kit.Start("t-order");
        first.Tell(Event(1), null);
        Assert.Equal(1, kit.Expect<Recorder.Stored>().SequenceNumber);
        first.Tell(Events(2, 3), null);
        kit.Expect<Recorder.Stored>();
        Assert.Equal(3, kit.Expect<Recorder.Stored>().SequenceNumber);

        Assert.Equal(Events(1, 2, 3), kit.Restart("t-order", first));
    }

    private static void Replays_a_log_longer_than_a_page(JournalKit kit)
    {
        var numbers = Enumerable.Range(0, (2 * EventsRead.PageSize) + 7).ToArray();
        var first = kit.Start("t-long");
        foreach (var batch in numbers.Chunk(100))
            first.Tell(Events(batch), null);
        kit.Expect(numbers.Length);

        Assert.Equal(Events(numbers), kit.Restart("t-long", first));
    }

    /// <summary>Overwrites one snapshot many times, as a group's progress does.</summary>
    private static void Recovers_the_last_of_many_snapshots_at_one_sequence_number(JournalKit kit)
    {
        var first = kit.Start("g-register");
        for (var number = 1; number <= 20; number++)
        {
            first.Tell(new Recorder.Save(Event(number)), null);
            Assert.Equal(0, kit.Expect<Recorder.Stored>().SequenceNumber);
        }

        Assert.Equal(Events(20), kit.Restart("g-register", first));
    }

    private static void Deletes_the_snapshots_that_are_named_and_no_others(JournalKit kit)
    {
        var first = kit.Start("g-outdated");
        for (var number = 1; number <= 3; number++)
        {
            first.Tell(Event(number), null);
            kit.Expect<Recorder.Stored>();
            first.Tell(new Recorder.Save(Event(number)), null);
            kit.Expect<Recorder.Stored>();
        }

        first.Tell(new Recorder.Delete(new SnapshotSelectionCriteria(1)), null);
        kit.Expect<Recorder.Deleted>();
        Assert.Equal(Events(3), kit.Restart("g-outdated", first));
        var second = kit.Start("g-outdated");
        second.Tell(new Recorder.DeleteOne(3), null);
        kit.Expect<Recorder.Deleted>();
        Assert.Equal(Events(2, 3), kit.Restart("g-outdated", second));
        kit.Start("g-outdated").Tell(new Recorder.Delete(SnapshotSelectionCriteria.Latest), null);
        kit.Expect<Recorder.Deleted>();
        Assert.Equal(Events(1, 2, 3), kit.Restart("g-outdated", kit.Start("g-outdated")));
    }

    private static void Stores_the_events_of_many_actors_that_write_at_once(JournalKit kit)
    {
        var actors = Enumerable.Range(0, 500).Select(number => kit.Start(Name(number))).ToList();
        foreach (var actor in actors)
            actor.Tell(Event(1), null);
        Assert.Equal(500, kit.Expect(500).Cast<Recorder.Stored>().Select(stored => stored.Id).Distinct().Count());
    }

    private static async Task Shows_the_library_s_own_query_side_what_is_written(JournalKit kit)
    {
        kit.Start("t-query").Tell(Events(1, 2), null);
        kit.Expect(2);

        var read = await PersistenceQuery.Get(kit.Sys)
            .ReadJournalFor<SqlReadJournal>(SqlReadJournal.Identifier)
            .CurrentEventsByPersistenceId("t-query", 0, long.MaxValue)
            .RunWith(Sink.Seq<EventEnvelope>(), kit.Sys.Materializer());

        Assert.Equal([1, 2], read.Select(envelope => envelope.SequenceNr));
        Assert.Equal(Events(1, 2), read.Select(envelope => envelope.Event));
    }
}
