using Coordinator.Contracts;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Retention;
using Coordinator.Testing;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Transactions.Schemas;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Retention;

/// <summary>Tests which transactions are deleted, and which are kept however old they are, on both engines.</summary>
[Trait("race", "39")]
public sealed class TransactionRetentionSpec
{
    private static readonly TimeSpan Past = TimeSpan.FromDays(4);

    [Fact]
    public Task Final_transactions_go_and_all_others_stay_on_Sqlite() => WithKit(StorageEngine.Sqlite, FinalGo);

    [PostgresFact]
    public Task Final_transactions_go_and_all_others_stay_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, FinalGo);

    [Fact]
    public Task Kept_transaction_goes_when_it_has_ended_for_long_on_Sqlite() => WithKit(StorageEngine.Sqlite, KeptGoesLater);

    [PostgresFact]
    public Task Kept_transaction_goes_when_it_has_ended_for_long_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, KeptGoesLater);

    [Fact]
    public Task Pass_stops_at_the_limit_of_kept_transactions() => WithKit(StorageEngine.Sqlite, StopsAtTheLimit);

    [Fact]
    public Task Clock_that_is_set_back_lowers_nothing() => WithKit(StorageEngine.Sqlite, SetBack);

    [Fact]
    public Task Crash_after_the_bound_is_made_good_on_Sqlite() => WithKit(StorageEngine.Sqlite, CrashAfterBound);

    [PostgresFact]
    public Task Crash_after_the_bound_is_made_good_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, CrashAfterBound);

    [Fact]
    public Task Kept_rows_are_not_read_in_each_pass() => WithKit(StorageEngine.Sqlite, ReadsOnce);

    [Fact, Trait("race", "57")]
    public Task Nothing_is_deleted_while_a_restore_is_open_on_Sqlite() => WithKit(StorageEngine.Sqlite, RestoreHolds);

    [PostgresFact, Trait("race", "57")]
    public Task Nothing_is_deleted_while_a_restore_is_open_on_PostgreSQL() => WithKit(StorageEngine.PostgreSql, RestoreHolds);

    [Fact]
    public Task Batch_has_no_more_rows_than_it_may() => WithKit(StorageEngine.Sqlite, SmallBatches);

    [Fact]
    public Task Pass_tells_what_is_final_for_certain() => WithKit(StorageEngine.Sqlite, TellsFinal);

    private static async Task TellsFinal(Journal journal)
    {
        var open = await journal.StoreAsync(Past + TimeSpan.FromHours(2), TransactionSchemas.Prepared);
        var final = await journal.StoreAsync(Past + TimeSpan.FromHours(1), TransactionSchemas.Prepared, TransactionSchemas.Appended);
        await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Appended);
        var young = await journal.StoreAsync(TimeSpan.FromHours(1), TransactionSchemas.Prepared, TransactionSchemas.Appended);
        Assert.False(IsKnown(final));
        for (var pass = 0; pass < 2; pass++)
        {
            await journal.PassAsync();
            Assert.Equal((false, true, false), (IsKnown(open), IsKnown(final), IsKnown(young)));
        }

        bool IsKnown(string persistenceId) => journal.Known.Has(new TransactionId(persistenceId[TimedIds.Prefix.Length..]));
    }

    private static async Task RestoreHolds(Journal journal)
    {
        await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Appended);
        await journal.StoreAsAsync("t-order-1", Past, TransactionSchemas.Prepared, TransactionSchemas.Appended);
        var restore = await journal.Restores.RecordAsync(journal.Now, default);
        var held = await journal.PassAsync();
        Assert.Contains(held.Kept, kept => kept.Reason.Contains($"POST /restores/{restore.Epoch}/close", StringComparison.Ordinal));
        Assert.Equal(0, journal.Deleted);
        // What the backup lacks is handed over, however old its id is.
        Assert.True(await journal.AppendAsync(ExpiryStore.Id(journal.Now - Past), 1, TransactionSchemas.Prepared));

        Assert.True(await journal.Restores.CloseAsync(restore.Epoch, new RestoreEnd(journal.Now, "ann", "all have"), default));
        await journal.PassAsync();
        Assert.Equal(4, journal.Deleted);

        // The next one ends by itself.
        await journal.StoreAsync(TimeSpan.FromHours(1), TransactionSchemas.Prepared, TransactionSchemas.Appended);
        await journal.Restores.RecordAsync(journal.Now, default);
        journal.Now += TimeSpan.FromDays(29);
        await journal.PassAsync();
        Assert.Equal(4, journal.Deleted);
        journal.Now += TimeSpan.FromDays(2);
        await journal.PassAsync();
        Assert.Equal(6, journal.Deleted);
    }

    private static async Task FinalGo(Journal journal)
    {
        var gone = new[]
        {
            await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Appended),
            await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Committed, TransactionSchemas.Completed),
            await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.RolledBack),
            await journal.StoreAsync(Past, TransactionSchemas.RolledBack),
            await journal.StoreAsAsync("t-order-1", Past, TransactionSchemas.Prepared, TransactionSchemas.Appended),
            await journal.StoreAsAsync("t-000123", Past, TransactionSchemas.Prepared, TransactionSchemas.RolledBack),
            await journal.StoreAsAsync("t-tombstone", Past, TransactionSchemas.RolledBack),
        };
        var kept = new[]
        {
            await journal.StoreAsync(Past, TransactionSchemas.Prepared),
            await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Checked, TransactionSchemas.Parked),
            await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Committed),
            await journal.StoreAsync(TimeSpan.FromDays(-800), TransactionSchemas.Prepared, TransactionSchemas.Appended),
            await journal.StoreAsAsync("t-order-2", Past, TransactionSchemas.Prepared),
            await journal.StoreAsAsync("t-order-4", Past, TransactionSchemas.RolledBack, TransactionSchemas.Prepared),
            await journal.StoreAsync(TimeSpan.FromDays(2), TransactionSchemas.Prepared, TransactionSchemas.Appended),
            await journal.StoreAsAsync("t-order-3", TimeSpan.FromDays(2), TransactionSchemas.Prepared, TransactionSchemas.Appended),
            await journal.StoreAsAsync("q-orders/0", Past, "qe"),
            await journal.StoreAsAsync("topic-orders", Past, "oc"),
        };

        var last = await journal.PassAsync();

        foreach (var id in gone)
            Assert.Empty(await journal.NumbersAsync(id));
        foreach (var id in kept)
            Assert.NotEmpty(await journal.NumbersAsync(id));
        Assert.Equal(13, journal.Deleted);
        Assert.Equal(
            [
                ("open: there is no decision yet", 4), ("parked: there is no decision, and an operator should look", 3),
                ("committed, and not yet in all queues", 2),
            ],
            last.Kept.Select(data => (data.Reason, (int)data.Rows!.Value)));
        Assert.StartsWith("ids from before ", last.Bound, StringComparison.Ordinal);
        // Of ids without a time the bound says nothing. One that has ended too lately to be deleted is final.
        Assert.Equal(journal.Now - TimeSpan.FromDays(3), last.Final!.Before, TimeSpan.FromMilliseconds(1));
        Assert.Equal(kept[..3].Select(id => id[2..]).Order(StringComparer.Ordinal), last.Final.Except.Select(open => open.Id.Value));
    }

    private static async Task KeptGoesLater(Journal journal)
    {
        var id = await journal.StoreAsync(Past, TransactionSchemas.Prepared);
        var own = await journal.StoreAsAsync("t-own", Past, TransactionSchemas.Prepared);
        await journal.PassAsync();
        Assert.True(await journal.AppendAsync(id, 2, TransactionSchemas.Appended));
        Assert.True(await journal.AppendAsync(own, 2, TransactionSchemas.RolledBack));

        var last = await journal.PassAsync();

        Assert.Equal("ended less than retention.transactions ago, or was being written", Assert.Single(last.Kept).Reason);
        journal.Now += TimeSpan.FromDays(2);
        await journal.PassAsync();
        Assert.Equal(0, journal.Deleted);
        journal.Now += TimeSpan.FromDays(2);
        Assert.Empty((await journal.PassAsync()).Kept);
        Assert.Equal(4, journal.Deleted);
    }

    private static async Task StopsAtTheLimit(Journal journal)
    {
        var first = await journal.StoreAsync(Past + TimeSpan.FromHours(3), TransactionSchemas.Prepared);
        await journal.StoreAsync(Past + TimeSpan.FromHours(2), TransactionSchemas.Prepared);
        var behind = await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Appended);
        var retention = journal.Retention(mostKept: 2);

        var last = await journal.PassAsync(retention, mostRows: 4);
        Assert.Equal(0, journal.Deleted);
        Assert.Contains(last.Kept, data => data.Reason.Contains("limit", StringComparison.Ordinal));
        // What was not looked at is not called final.
        Assert.InRange(last.Final!.Before.ToUnixTimeMilliseconds(), TimedIds.TimeOf(first)!.Value, TimedIds.TimeOf(behind)!.Value);

        Assert.True(await journal.AppendAsync(first, 2, TransactionSchemas.RolledBack, Past));
        await journal.PassAsync(retention, mostRows: 4);
        Assert.Empty(await journal.NumbersAsync(first));
        Assert.Empty(await journal.NumbersAsync(behind));
    }

    private static async Task SetBack(Journal journal)
    {
        await journal.PassAsync();
        var bound = (await journal.Queues.ReadBoundsAsync("t-any")).ExpiresBefore;
        var id = await journal.StoreAsync(TimeSpan.FromDays(3) - TimeSpan.FromHours(1), TransactionSchemas.Prepared, TransactionSchemas.Appended);
        journal.Now -= TimeSpan.FromDays(1);

        await journal.PassAsync();

        Assert.Equal(bound, (await journal.Queues.ReadBoundsAsync("t-any")).ExpiresBefore);
        Assert.NotEmpty(await journal.NumbersAsync(id));
    }

    private static async Task CrashAfterBound(Journal journal)
    {
        var id = await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Appended);
        var time = (journal.Now - TimeSpan.FromDays(3)).ToUnixTimeMilliseconds();
        await journal.Queues.WriteAsync(new ExpiryRaise(time, TimeSpan.FromDays(3)));

        // The process ended here. What is not deleted yet is read and goes on, and nothing else begins.
        Assert.Equal([1, 2], await journal.NumbersAsync(id));
        Assert.False(await journal.AppendAsync(ExpiryStore.Id(journal.Now - Past), 1, TransactionSchemas.Prepared));

        await journal.PassAsync();
        Assert.Empty(await journal.NumbersAsync(id));
    }

    private static async Task ReadsOnce(Journal journal)
    {
        for (var number = 0; number < 30; number++)
            await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Appended);
        await journal.StoreAsync(Past, TransactionSchemas.Prepared);
        var retention = journal.Retention();
        await journal.PassAsync(retention, mostRows: 40);
        journal.Scan.Read = 0;

        await journal.PassAsync(retention, mostRows: 40);

        Assert.Equal(1, journal.Scan.Read);
    }

    private static async Task SmallBatches(Journal journal)
    {
        for (var number = 0; number < 30; number++)
            await journal.StoreAsync(Past, TransactionSchemas.Prepared, TransactionSchemas.Appended);
        var retention = journal.Retention();
        var batches = new List<long>();
        RetentionBatch batch;
        do
        {
            batch = await retention.DeleteAsync(mostRows: 40, CancellationToken.None);
            batches.Add(batch.Deleted);
        }
        while (batch.IsMore);

        Assert.Equal(60, batches.Sum());
        Assert.InRange(batches.Max(), 1, 40);
    }

    private static async Task WithKit(StorageEngine engine, Func<Journal, Task> test)
    {
        var kit = await JournalKit.OpenAsync(engine, JournalKind.GroupCommit);
        try
        {
            await test(new Journal(kit));
        }
        finally
        {
            await kit.CloseAsync();
        }
    }

    /// <summary>Journal with transactions of any age.</summary>
    private sealed class Journal(JournalKit kit)
    {
        private TransactionRetention? _retention;

        // The clock of the database must be later than that of the test, which goes on by days.
        public DateTimeOffset Now { get; set; } = TimeProvider.System.GetUtcNow().AddDays(-20);

        public long Deleted { get; private set; }

        public CountedScan Scan { get; } = new(new TransactionScan(kit.Database));

        public KnownFinal Known { get; } = new();

        public Restores Restores { get; } = new(kit.Database);

        public GroupCommitQueues Queues { get; } = GroupCommitQueues.Of(kit.Sys);

        public TransactionRetention Retention(int mostKept = 10_000) => new(
            new RetentionOptions(), Scan, new FinalSearch(new PreparedByOrders(), mostExcept: 100), Queues, new RestoreHold(Restores, TimeSpan.FromDays(30)), Known, () => Now, mostKept);

        /// <summary>Stores a transaction of this age, and returns its persistence id.</summary>
        public Task<string> StoreAsync(TimeSpan age, params string[] manifests) => StoreAsAsync(ExpiryStore.Id(Now - age), age, manifests);

        public async Task<string> StoreAsAsync(string id, TimeSpan age, params string[] manifests)
        {
            for (var place = 0; place < manifests.Length; place++)
                Assert.True(await AppendAsync(id, place + 1, manifests[place], age));
            return id;
        }

        public async Task<bool> AppendAsync(string id, long number, string manifest, TimeSpan? age = null)
        {
            var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
            Queues.Write(new JournalWrite([ExpiryStore.Row(id, number, manifest, Now - (age ?? TimeSpan.Zero))], ended.SetResult));
            return await ended.Task is null;
        }

        public async Task<RetentionBatch> PassAsync(TransactionRetention? retention = null, int mostRows = 1_000)
        {
            var work = retention ?? (_retention ??= Retention());
            while (true)
            {
                var batch = await work.DeleteAsync(mostRows, CancellationToken.None);
                Deleted += batch.Deleted;
                if (!batch.IsMore)
                    return batch;
            }
        }

        public async Task<IReadOnlyList<long>> NumbersAsync(string id) =>
            [.. (await Queues.ReadEventsAsync(id, 1, long.MaxValue)).Select(row => row.SequenceNumber)];
    }

    private sealed class CountedScan(ITransactionScan scan) : ITransactionScan
    {
        /// <summary>Number of transactions and first events that were read.</summary>
        public int Read { get; set; }

        public async Task<IReadOnlyList<StoredTransaction>> ReadAsync(string after, string below, int most, CancellationToken ct) =>
            Count(await scan.ReadAsync(after, below, most, ct));

        public async Task<IReadOnlyList<StoredTransaction>> ReadAsync(IReadOnlyCollection<string> persistenceIds, CancellationToken ct) =>
            Count(await scan.ReadAsync(persistenceIds, ct));

        public async Task<IReadOnlyList<FirstEvent>> ReadAsync(FirstEventKind first, long after, int most, CancellationToken ct) =>
            Count(await scan.ReadAsync(first, after, most, ct));

        private IReadOnlyList<TRow> Count<TRow>(IReadOnlyList<TRow> rows)
        {
            Read += rows.Count;
            return rows;
        }
    }
}
