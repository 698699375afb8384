using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Persistence;
using Coordinator.Recovery;
using Coordinator.Testing;
using Coordinator.Transactions;
using static Coordinator.Tests.Recovery.WrittenJournal;

namespace Coordinator.Tests.Recovery;

public sealed class OpenTransactionIndexSpec
{
    private static readonly DecidedBy Somebody = new DecidedBy.Producer(new InstanceId("a"));
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private static readonly TransactionChecked Check = new(1, CheckEnding.InProgress, new InstanceId("a"), At, null, At);
    private static readonly TransactionParked Parked = new(15, At);
    private static readonly TransactionCommitted Committed = new(Somebody, At);
    private static readonly TransactionCompleted Completed = new(At);
    private static readonly TransactionAppended Appended = new(Somebody, At);
    private static readonly TransactionRolledBack RolledBack = new(Somebody, null, null, At);
    private static readonly TransactionRolledBack Tombstone = new(Somebody, null, new ProducerGroup("another"), At);

    [Fact]
    public Task Index_finds_what_is_open_and_nothing_else_on_Sqlite() => FindsWhatIsOpenAsync(StorageEngine.Sqlite);

    [PostgresFact]
    public Task Index_finds_what_is_open_and_nothing_else_on_PostgreSQL() => FindsWhatIsOpenAsync(StorageEngine.PostgreSql);

    [Fact]
    public Task Index_is_read_in_pages_on_Sqlite() => IsReadInPagesAsync(StorageEngine.Sqlite);

    [PostgresFact]
    public Task Index_is_read_in_pages_on_PostgreSQL() => IsReadInPagesAsync(StorageEngine.PostgreSql);

    [Fact]
    public Task Sweep_wakes_what_a_journal_shows_as_open_on_Sqlite() => SweepWakesAsync(StorageEngine.Sqlite);

    [PostgresFact]
    public Task Sweep_wakes_what_a_journal_shows_as_open_on_PostgreSQL() => SweepWakesAsync(StorageEngine.PostgreSql);

    private static async Task FindsWhatIsOpenAsync(StorageEngine engine)
    {
        var journal = await OpenAsync(engine);
        var index = new OpenTransactionIndex(journal.Database);
        Assert.Equal(0, await index.HighestOrderingAsync(default));
        Assert.Empty((await index.ReadAsync(0, long.MaxValue, 10, default)).Open);
        Assert.Empty(await index.ReadAgainAsync([], default));

        Write(journal);

        var page = await index.ReadAsync(0, await index.HighestOrderingAsync(default), 100, default);
        Assert.Null(page.ReadTo);
        Assert.Equal(11, page.Prepares);
        Assert.Equal(new PrepareCount(11, DeletedTo: 0), await index.CountPreparesAsync(0, long.MaxValue, default));
        Assert.Equal(new PrepareCount(2, DeletedTo: 0), await index.CountPreparesAsync(page.Open[0].Ordering - 1, page.Open[1].Ordering, default));
        Assert.Equal(Expected, page.Open.Select(open => (open.Id.Value, open.Phase)));
        var now = TimeProvider.System.GetUtcNow();
        Assert.All(page.Open, open => Assert.InRange(open.PreparedAt, now.AddMinutes(-2), now));
        Assert.All(page.Open, open => Assert.Equal(Prepared().Group, open.Group));
        Assert.Equal(page.Open, await index.ReadAgainAsync([.. page.Open.Select(open => open.Ordering), 1_000_000], default));

        journal.Write("rolled-back-late", Prepared());
        var late = Assert.Single((await index.ReadAsync(page.Open[^1].Ordering, long.MaxValue, 100, default)).Open);
        journal.WriteAs("t-rolled-back-late", RolledBack);
        Assert.Empty(await index.ReadAgainAsync([late.Ordering], default));
        await journal.CloseAsync();
    }

    private static async Task IsReadInPagesAsync(StorageEngine engine)
    {
        var journal = await OpenAsync(engine);
        var index = new OpenTransactionIndex(journal.Database);
        Write(journal);
        var found = new List<OpenTransaction>();
        var pages = 0;
        for (long? cursor = 0; cursor is { } after; pages++)
        {
            var page = await index.ReadAsync(after, long.MaxValue, 2, default);
            found.AddRange(page.Open);
            cursor = page.ReadTo;
        }

        Assert.Equal(Expected, found.Select(open => (open.Id.Value, open.Phase)));
        // Read eleven prepares, two at a time. Only an empty page shows that there are no more.
        Assert.Equal(6, pages);
        Assert.Equal(found.Take(2), (await index.ReadAsync(0, found[1].Ordering, 100, default)).Open);
        await journal.CloseAsync();
    }

    private static async Task SweepWakesAsync(StorageEngine engine)
    {
        var journal = await OpenAsync(engine);
        Write(journal);
        var region = journal.CreateTestProbe();

        journal.Sys.ActorOf(OpenTransactionSweep.Props(
            new SweepOptions { SweepPageSize = 3 },
            new WakeSchedule(new SweepOptions(), new CheckScheduleOptions()),
            new IndexCache(new OpenTransactionIndex(journal.Database)),
            new FakeMarks(),
            () => region));

        foreach (var (id, _) in Expected)
            Assert.Equal(id, region.ExpectMsg<WakeTransaction>(TimeSpan.FromSeconds(30)).Id.Value);
        await journal.CloseAsync();
    }

    private static (string Id, OpenPhase Phase)[] Expected =>
    [
        ("prepared", OpenPhase.Prepared), ("checked", OpenPhase.Prepared),
        ("parked", OpenPhase.Parked), ("parked-checked", OpenPhase.Parked),
        ("committed", OpenPhase.Committed), ("parked-committed", OpenPhase.Committed),
        ("prepared-after-tombstone", OpenPhase.Prepared),
    ];

    private static void Write(WrittenJournal journal)
    {
        journal.Write("prepared", Prepared());
        journal.Write("checked", Prepared(), Check, Check);
        journal.Write("completed", Prepared(), Committed, Completed);
        journal.Write("appended", Prepared(), Check, Appended);
        journal.Write("parked", Prepared(), Check, Parked);
        journal.Write("parked-checked", Prepared(), Check, Parked, Check);
        journal.Write("tombstone", Tombstone);
        journal.Write("committed", Prepared(), Committed);
        journal.Write("parked-committed", Prepared(), Parked, Committed);
        journal.Write("rolled-back", Prepared(), Check, RolledBack);
        journal.Write("prepared-after-tombstone", Tombstone, Prepared(), Check);
        journal.Write("rolled-back-after-tombstone", Tombstone, Prepared(), RolledBack);
    }
}
