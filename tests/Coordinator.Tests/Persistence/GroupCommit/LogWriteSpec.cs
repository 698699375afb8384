using Coordinator.Harness;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Testing;
using CsCheck;

namespace Coordinator.Tests.Persistence.GroupCommit;

/// <summary>
/// Tests that an entry and the event of its transaction are stored together or not at all, and that offsets have no gap. No entry of a
/// transaction that was decided otherwise is ever stored.
/// </summary>
[Trait("race", "25")]
public sealed class LogWriteSpec
{
    private static readonly Gen<LogStep> GenStep = Gen.Select(
        Gen.Int[-1, 2], Gen.Int[0, 9].Array[1, 4], Gen.Int[0, 7],
        (log, transactions, stale) => new LogStep(log < 0 ? null : log, transactions, stale == 0));

    // A group writes each log once, because a log has one write under way.
    private static readonly Gen<LogStep[]> GenGroup = GenStep.Array[0, 5].Select(
        steps => steps.DistinctBy(step => step.Log ?? -step.Transactions[0] - 1).ToArray());

    private static readonly Gen<LogStep[][][]> GenRounds = Gen.Select(GenGroup, GenGroup, (first, second) => new[] { first, second }).Array[1, 5];

    [Fact]
    public async Task Twins_on_Sqlite()
    {
        using var directory = new TempDirectory();
        var database = Database.Sqlite(directory.File("coordinator.db"));
        await new SchemaInstaller(database).InstallAsync();
        await using var first = new SqliteEventStore(database.ConnectionString);
        await using var second = new SqliteEventStore(database.ConnectionString);
        await HoldAsync([first, second]);
    }

    [PostgresFact]
    public async Task Twins_on_PostgreSQL()
    {
        await using var server = await PostgresServer.CreateDatabaseAsync();
        await new SchemaInstaller(Database.PostgreSql(server.ConnectionString)).InstallAsync();
        await using var first = new PostgresEventStore(server.ConnectionString);
        await using var second = new PostgresEventStore(server.ConnectionString);
        await HoldAsync([first, second]);
    }

    [Fact]
    public async Task Refused_append_leaves_no_gap_and_harms_no_other_on_Sqlite()
    {
        using var directory = new TempDirectory();
        var database = Database.Sqlite(directory.File("coordinator.db"));
        await new SchemaInstaller(database).InstallAsync();
        await using var store = new SqliteEventStore(database.ConnectionString);
        await RefuseOneAsync(store);
    }

    [PostgresFact]
    public async Task Refused_append_leaves_no_gap_and_harms_no_other_on_PostgreSQL()
    {
        await using var server = await PostgresServer.CreateDatabaseAsync();
        await new SchemaInstaller(Database.PostgreSql(server.ConnectionString)).InstallAsync();
        await using var store = new PostgresEventStore(server.ConnectionString);
        await RefuseOneAsync(store);
    }

    private static async Task HoldAsync(IEventStore[] stores)
    {
        var run = 0;
        await GenRounds.SampleAsync(
            async rounds =>
            {
                var twins = new LogTwins(stores, $"{++run}/");
                foreach (var round in rounds)
                    await twins.WriteAsync(round);
                await twins.CheckAsync();
            },
            iter: 60,
            threads: 1);
    }

    private static async Task RefuseOneAsync(IEventStore store)
    {
        await store.WriteAsync([new Coordinator.Persistence.GroupCommit.JournalWrite([Row("t-2", 2)])]);
        var write = new LogWrite(
            "q-a/0",
            0,
            [
                new LogAppend([Row("q-a/0", 0)], Row("t-1", 2)),
                new LogAppend([Row("q-a/0", 0), Row("q-a/0", 0)], Row("t-2", 2)),
                new LogAppend([Row("q-a/0", 0)], null),
                new LogAppend([Row("q-a/0", 0)], Row("t-3", 2)),
            ]);
        Exception? error = null;
        var innocent = new Coordinator.Persistence.GroupCommit.JournalWrite([Row("t-4", 1)]);

        await store.WriteAsync([innocent, write]);

        Assert.Equal([false, true, false, false], Enumerable.Range(0, 4).Select(write.IsRefused));
        var read = new EventsRead("q-a/0", 1, 100);
        await store.ReadEventsAsync([read]);
        Assert.Equal([1, 2, 3], (await read.Answer).Select(row => row.SequenceNumber));

        // Nothing collides when every append is refused, and yet a stale log must learn of it.
        await store.WriteAsync([Refused(after: 3)]);
        Assert.Null(error);
        await store.WriteAsync([Refused(after: 2)]);
        Assert.IsType<DuplicateEventException>(error);

        LogWrite Refused(long after) =>
            new("q-a/0", after, [new LogAppend([Row("q-a/0", 0)], Row("t-2", 2))], (_, cause) => error = cause);
        foreach (var (id, highest) in new[] { ("t-1", 2), ("t-3", 2), ("t-4", 1) })
        {
            var asked = new HighestRead(id);
            await store.ReadHighestAsync([asked]);
            Assert.Equal(highest, await asked.Answer);
        }
    }

    private static StoredEvent Row(string id, long number) => new(id, number, Created: 1, [1], "ta", Serializer: 1, WriterUuid: "");
}
