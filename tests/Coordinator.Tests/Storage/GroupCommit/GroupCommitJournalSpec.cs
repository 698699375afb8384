using Coordinator.Storage;
using Coordinator.Storage.GroupCommit;
using Coordinator.Testing;
using static Coordinator.Tests.Storage.GroupCommit.JournalKit;

namespace Coordinator.Tests.Storage.GroupCommit;

/// <summary>What our own journal does beyond the library's: it isolates failure.</summary>
public sealed class GroupCommitJournalSpec
{
    [Fact, Trait("race", "11")]
    public Task Sqlite_isolates_a_stale_twin() => IsolatesStaleTwin(StorageEngine.Sqlite);

    [PostgresFact, Trait("race", "11")]
    public Task Postgres_isolates_a_stale_twin() => IsolatesStaleTwin(StorageEngine.PostgreSql);

    private static async Task IsolatesStaleTwin(StorageEngine engine)
    {
        var kit = await OpenAsync(engine, JournalKind.GroupCommit);
        Refuses_a_stale_twin_alone_while_a_hundred_innocents_write(kit);
        Keeps_nothing_of_a_refused_write_of_several_events(kit);
        Bears_more_refusals_than_a_circuit_breaker_bears_failures(kit);
        await kit.CloseAsync();
    }

    private static void Refuses_a_stale_twin_alone_while_a_hundred_innocents_write(JournalKit kit)
    {
        var innocents = Enumerable.Range(0, 100).Select(number => kit.Start(Name(number))).ToList();
        // More collisions than a circuit breaker bears failures, and the innocents write all the while.
        for (var round = 1; round <= 10; round++)
        {
            var twins = new[] { kit.Start($"t-twin-{round}"), kit.Start($"t-twin-{round}") };

            foreach (var actor in innocents.Take(50).Concat(twins).Concat(innocents.Skip(50)))
                actor.Tell(Event(round), null);

            var answers = kit.Expect(102);
            var refused = Assert.Single(answers.OfType<Recorder.Refused>());
            Assert.Equal($"t-twin-{round}", refused.Id);
            Assert.IsType<DuplicateEventException>(refused.Cause);
            Assert.Equal(101, answers.OfType<Recorder.Stored>().Select(stored => stored.Id).Distinct().Count());
            Assert.False(GroupCommitLines.Of(kit.Sys).IsShut);
        }
    }

    private static void Keeps_nothing_of_a_refused_write_of_several_events(JournalKit kit)
    {
        var (winner, loser) = (kit.Start("t-several"), kit.Start("t-several"));
        winner.Tell(Event(1), null);
        kit.Expect<Recorder.Stored>();

        loser.Tell(Events(11, 12, 13), null);
        kit.Expect<Recorder.Refused>();

        // The first refusal stops a recorder; Akka refuses the whole batch, so more refusals of it may follow.
        Assert.Equal(Events(1), kit.Restart("t-several", winner));
    }

    private static void Bears_more_refusals_than_a_circuit_breaker_bears_failures(JournalKit kit)
    {
        var winner = kit.Start("t-breaker");
        var losers = Enumerable.Range(0, 30).Select(_ => kit.Start("t-breaker")).ToList();
        winner.Tell(Event(1), null);
        kit.Expect<Recorder.Stored>();
        foreach (var loser in losers)
        {
            loser.Tell(Event(2), null);
            kit.Expect<Recorder.Refused>();
        }

        kit.Start("t-innocent").Tell(Event(1), null);

        Assert.Equal("t-innocent", kit.Expect<Recorder.Stored>().Id);
    }
}
