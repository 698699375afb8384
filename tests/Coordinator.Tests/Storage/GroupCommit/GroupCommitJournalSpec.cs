using Akka.Actor;
using Coordinator.Storage;
using Coordinator.Storage.GroupCommit;
using Coordinator.Transactions;

namespace Coordinator.Tests.Storage.GroupCommit;

/// <summary>What our own journal does beyond the library's: it isolates failure.</summary>
public abstract class GroupCommitJournalSpec : JournalSpec
{
    private protected GroupCommitJournalSpec(FreshDatabase database) : base(database, JournalKind.GroupCommit)
    {
    }

    /// <summary>Race 11: two copies of one entity, which both believe to be alone.</summary>
    [Fact]
    public void A_stale_twin_is_refused_alone_while_a_hundred_innocents_write()
    {
        var twins = new[] { Start("t-twin"), Start("t-twin") };
        var innocents = Enumerable.Range(0, 100).Select(number => Start(Name(number))).ToList();

        foreach (var innocent in innocents.Take(50))
            innocent.Tell(Event(1));
        foreach (var twin in twins)
            twin.Tell(Event(2));
        foreach (var innocent in innocents.Skip(50))
            innocent.Tell(Event(1));

        var answers = Enumerable.Range(0, 102).Select(_ => ExpectAny()).ToList();
        var refused = Assert.Single(answers.OfType<Recorder.Refused>());
        Assert.Equal("t-twin", refused.Id);
        Assert.IsType<DuplicateEventException>(refused.Cause);
        Assert.Equal(101, answers.OfType<Recorder.Stored>().Select(stored => stored.Id).Distinct().Count());
    }

    [Fact]
    public void A_refused_write_of_several_events_leaves_none_of_them()
    {
        var (winner, loser) = (Start("t-several"), Start("t-several"));
        winner.Tell(new[] { Event(1), Event(2) });
        Expect<Recorder.Stored>();
        Expect<Recorder.Stored>();

        loser.Tell(new[] { Event(11), Event(12), Event(13) });
        Expect<Recorder.Refused>();

        Sys.Stop(winner);
        _ = Sys.ActorOf(Props.Create(() => new Recorder("t-several", TestActor)));
        var replayed = ExpectMsg<Recorder.Started>(TimeSpan.FromSeconds(30)).Replayed;
        Assert.Equal([Event(1), Event(2)], replayed.Cast<TransactionCompleted>());
    }

    /// <summary>More refusals than the circuit breaker bears failures: nobody else notices.</summary>
    [Fact]
    public void Refusals_do_not_trip_the_circuit_breaker()
    {
        var winner = Start("t-breaker");
        var losers = Enumerable.Range(0, 30).Select(_ => Start("t-breaker")).ToList();
        winner.Tell(Event(1));
        Expect<Recorder.Stored>();
        foreach (var loser in losers)
        {
            loser.Tell(Event(2));
            Expect<Recorder.Refused>();
        }

        Start("t-innocent").Tell(Event(1));

        Assert.Equal("t-innocent", Expect<Recorder.Stored>().Id);
    }
}
