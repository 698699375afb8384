using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using Coordinator.Transactions;
using static Coordinator.Tests.Persistence.GroupCommit.JournalKit;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>Tests what our journal does beyond the library's: it isolates failures.</summary>
public sealed class GroupCommitJournalSpec
{
    [Fact, Trait("race", "11")]
    public Task Sqlite_isolates_a_stale_twin() => IsolatesStaleTwin(StorageEngine.Sqlite);

    [PostgresFact, Trait("race", "11")]
    public Task Postgres_isolates_a_stale_twin() => IsolatesStaleTwin(StorageEngine.PostgreSql);

    [Fact]
    public Task Sqlite_stores_what_nobody_waits_for() => StoresWhatNobodyWaitsFor(StorageEngine.Sqlite);

    [PostgresFact]
    public Task Postgres_stores_what_nobody_waits_for() => StoresWhatNobodyWaitsFor(StorageEngine.PostgreSql);

    [PostgresFact]
    public async Task Postgres_that_stores_fewer_rows_than_it_was_given_is_not_believed()
    {
        var kit = await OpenAsync(StorageEngine.PostgreSql, JournalKind.GroupCommit);
        await using (var connection = await kit.Database.OpenAsync(CancellationToken.None))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = """
                CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER swallow BEFORE INSERT ON journal FOR EACH ROW
                  WHEN (NEW.persistence_id = 't-swallowed') EXECUTE FUNCTION swallow();
                """;
            await command.ExecuteNonQueryAsync();
        }

        kit.Start("t-swallowed").Tell(Event(1), null);

        Assert.Contains("stored 0 of 1 rows", kit.Expect<Recorder.Failed>().Cause.Message, StringComparison.Ordinal);
        await kit.CloseAsync();
    }

    private static async Task StoresWhatNobodyWaitsFor(StorageEngine engine)
    {
        var kit = await OpenAsync(engine, JournalKind.GroupCommit);
        var completed = new TransactionCompleted(DateTimeOffset.UnixEpoch);
        var actor = kit.Start("t-deferrable");

        actor.Tell(completed, null);

        kit.Expect<Recorder.Stored>();
        Assert.Equal([completed], kit.Restart("t-deferrable", actor));
        await kit.CloseAsync();
    }

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
        // Cause more collisions than the failures that open a circuit breaker, while the innocent writers write all the time.
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
            Assert.False(GroupCommitQueues.Of(kit.Sys).IsShut);
        }
    }

    private static void Keeps_nothing_of_a_refused_write_of_several_events(JournalKit kit)
    {
        var (winner, loser) = (kit.Start("t-several"), kit.Start("t-several"));
        winner.Tell(Event(1), null);
        kit.Expect<Recorder.Stored>();

        loser.Tell(Events(11, 12, 13), null);
        kit.Expect<Recorder.Refused>();

        // The first refusal stops a recorder. Akka refuses the whole batch, so more refusals of it may follow.
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
