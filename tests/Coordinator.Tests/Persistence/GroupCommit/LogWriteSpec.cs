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
    public Task Twins_on_Sqlite() =>
        StoresOfOneDatabase.OnSqliteAsync(HoldAsync);

    [PostgresFact]
    public Task Twins_on_PostgreSQL() =>
        StoresOfOneDatabase.OnPostgreSqlAsync(HoldAsync);

    [Fact]
    public Task Refused_append_leaves_no_gap_and_harms_no_other_on_Sqlite() =>
        StoresOfOneDatabase.OnSqliteAsync(stores => RefuseOneAsync(stores[0]));

    [PostgresFact]
    public Task Refused_append_leaves_no_gap_and_harms_no_other_on_PostgreSQL() =>
        StoresOfOneDatabase.OnPostgreSqlAsync(stores => RefuseOneAsync(stores[0]));

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
            var asked = new BoundsRead(id);
            await store.ReadBoundsAsync([asked]);
            Assert.Equal(highest, (await asked.Answer).Highest);
        }
    }

    private static StoredEvent Row(string id, long number) => new(id, number, Created: 1, [1], "ta", Serializer: 1, WriterUuid: "");
}
