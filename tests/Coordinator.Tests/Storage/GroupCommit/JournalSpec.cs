using System.Globalization;
using Akka.Actor;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Storage;
using Coordinator.Storage.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Storage.GroupCommit;

/// <summary>What every journal of ours must do, on every database that it supports.</summary>
public abstract class JournalSpec : TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestProbe _probe;

    private readonly FreshDatabase _database;

    private protected JournalSpec(FreshDatabase database, JournalKind journal)
        : base(SqlPersistence.Config(database.Database, journal))
    {
        _database = database;
        _probe = CreateTestProbe();
    }

    [Fact]
    public void Events_are_replayed_in_order_to_the_next_incarnation()
    {
        var first = Start("t-1");
        first.Tell(Event(1));
        Assert.Equal(1, Expect<Recorder.Stored>().SequenceNumber);
        first.Tell(new[] { Event(2), Event(3) });
        Expect<Recorder.Stored>();
        Assert.Equal(3, Expect<Recorder.Stored>().SequenceNumber);
        Stop(first);

        _ = Sys.ActorOf(Props.Create(() => new Recorder("t-1", _probe)));

        var replayed = Expect<Recorder.Started>().Replayed;
        Assert.Equal([Event(1), Event(2), Event(3)], replayed.Cast<TransactionCompleted>());
    }

    [Fact]
    public void A_log_longer_than_a_page_is_replayed_whole()
    {
        const int events = (2 * EventsRead.PageSize) + 7;
        var first = Start("t-long");
        for (var batch = 0; batch < events; batch += 100)
            first.Tell(Enumerable.Range(batch, Math.Min(100, events - batch)).Select(Event).ToArray());
        for (var stored = 0; stored < events; stored++)
            Expect<Recorder.Stored>();
        Stop(first);

        _ = Sys.ActorOf(Props.Create(() => new Recorder("t-long", _probe)));

        Assert.Equal(Enumerable.Range(0, events).Select(Event), Expect<Recorder.Started>().Replayed.Cast<TransactionCompleted>());
    }

    [Fact]
    public async Task What_is_written_can_be_read_by_the_library_s_own_query_side()
    {
        Start("t-query").Tell(new[] { Event(1), Event(2) });
        Expect<Recorder.Stored>();
        Expect<Recorder.Stored>();

        var read = await PersistenceQuery.Get(Sys)
            .ReadJournalFor<SqlReadJournal>(SqlReadJournal.Identifier)
            .CurrentEventsByPersistenceId("t-query", 0, long.MaxValue)
            .RunWith(Sink.Seq<EventEnvelope>(), Sys.Materializer());

        Assert.Equal([(1, Event(1)), (2, Event(2))], read.Select(envelope => (envelope.SequenceNr, (TransactionCompleted)envelope.Event)));
    }

    [Fact]
    public void Many_actors_that_write_at_once_are_all_stored()
    {
        var actors = Enumerable.Range(0, 500).Select(number => Start(Name(number))).ToList();
        foreach (var actor in actors)
            actor.Tell(Event(1));
        var stored = actors.Select(_ => Expect<Recorder.Stored>().Id).ToHashSet();
        Assert.Equal(500, stored.Count);
    }

    /// <summary>A group's progress is kept like this: not a history, a register.</summary>
    [Fact]
    public void The_last_of_many_snapshots_at_one_sequence_number_is_recovered()
    {
        var first = Start("g-register");
        foreach (var number in Enumerable.Range(1, 20))
            first.Tell(new Recorder.Save(Event(number)));
        for (var saved = 0; saved < 20; saved++)
            Assert.Equal(0, Expect<Recorder.Stored>().SequenceNumber);
        Stop(first);

        _ = Sys.ActorOf(Props.Create(() => new Recorder("g-register", _probe)));

        Assert.Equal(Event(20), Assert.Single(Expect<Recorder.Started>().Replayed));
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _database.Dispose();
    }

    private protected IActorRef Start(string id)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Recorder(id, _probe)));
        Expect<Recorder.Started>();
        return actor;
    }

    private protected T Expect<T>() => _probe.ExpectMsg<T>(Patience);

    private protected object ExpectAny() => _probe.ReceiveOne(Patience);

    private protected static TransactionCompleted Event(int number) =>
        new(DateTimeOffset.UnixEpoch.AddMilliseconds(number));

    private protected static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"t-{number}");

    private void Stop(IActorRef actor)
    {
        _probe.Watch(actor);
        Sys.Stop(actor);
        _probe.ExpectTerminated(actor, Patience);
        _probe.Unwatch(actor);
    }
}
