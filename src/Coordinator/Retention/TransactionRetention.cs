using System.Globalization;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Retention;

/// <summary>
/// Deletes transactions that are final and past their retention. Ids with a time are read in their order, up to the bound of expired ids, which is
/// durable first. Other ids are read in the order of the journal, and forgotten by the age of their events alone.
/// </summary>
/// <remarks>
/// What is past its retention and kept is remembered, up to a limit, and looked at again in each pass. Everything else is read once. After a
/// restart a pass begins at the first id, where only what is kept still stands.
/// </remarks>
/// <param name="options">Validated options.</param>
/// <param name="scan">Reads the journal.</param>
/// <param name="search">Search for what is final.</param>
/// <param name="journal">Journal that deletes.</param>
/// <param name="hold">Tells whether everything must stay after a restore.</param>
/// <param name="known">Learns what is final, page by page.</param>
/// <param name="now">Returns the time.</param>
/// <param name="mostKept">Number of kept transactions at which nothing further is looked at.</param>
internal sealed class TransactionRetention(
    RetentionOptions options, ITransactionScan scan, FinalSearch search, GroupCommitQueues journal, RestoreHold hold,
    KnownFinal known, Func<DateTimeOffset> now, int mostKept = 10_000)
    : IRetentionWork
{
    private const int RowsOfTransaction = 4;
    private const int FirstEventsInPage = 1_000;
    private const string Subject = "transactions";

    // An event that is later than now by more was written by a clock that was wrong.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromDays(1);

    private readonly OrderedWalk[] _walks = [new(FirstEventKind.Prepare), new(FirstEventKind.Tombstone)];
    private string _position = TimedIds.Lowest(0);
    private long _passedTime;
    private IReadOnlyList<string> _kept = [];
    private IReadOnlyList<KeptData> _report = [];
    private TransactionPass? _pass;

    public string Name => Subject;

    public async Task<RetentionBatch> DeleteAsync(int mostRows, CancellationToken ct)
    {
        var pass = _pass ??= await BeginAsync(ct);
        var page = await NextAsync(pass, Math.Clamp(mostRows / RowsOfTransaction, 1, TransactionDelete.Most), ct);
        if (page is null)
        {
            (_kept, _report, _pass) = ([.. pass.KeptIds], pass.Report(mostKept), null);
            var final = await search.RunAsync(pass.HasReadTimed ? TimedIds.TimeOfLowest(pass.Below) : _passedTime, pass.NotFinal);
            return new RetentionBatch(0, IsMore: false, _report, pass.Bound) { Final = final };
        }

        var deleted = await DeleteAsync(pass, page.Found, ct);
        // Not before: a page whose deletion failed is read again.
        page.Advance();
        // What earlier passes kept is looked at first. Until then this pass does not know all that is not final.
        if (pass.ToRevisit.Count == 0)
            known.Set(_passedTime, pass.NotFinalIds());
        return new RetentionBatch(deleted, IsMore: true, _report, pass.Bound);
    }

    /// <summary>Begins a pass: the bound is durable and in force at every node before anything is read that is deleted.</summary>
    private async Task<TransactionPass> BeginAsync(CancellationToken ct)
    {
        var begun = now();
        var held = await hold.ReasonAsync(begun, ct);
        // A bound of 0 leaves the one that is in force, and everything ended after it.
        var time = held is null ? (begun - options.Transactions).ToUnixTimeMilliseconds() : 0;
        var raise = new ExpiryRaise(time, options.Transactions);
        await journal.WriteAsync(raise);
        // A clock that was set back makes the time the lower one, and a clock that is ahead of the database's makes it the bound.
        var endedBefore = DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(time, raise.InForce)).UtcTicks;
        return new TransactionPass(TimedIds.Lowest(raise.InForce), endedBefore, BoundText(raise.InForce), _kept)
        {
            Future = (begun + ClockDifference).UtcTicks,
            Hold = held,
        };
    }

    private async Task<int> DeleteAsync(TransactionPass pass, IReadOnlyList<StoredTransaction> found, CancellationToken ct)
    {
        var due = found.Where(pass.IsDue).ToList();
        if (due.Count == 0)
        {
            pass.Keep(found);
            return 0;
        }

        var ids = due.ConvertAll(transaction => transaction.PersistenceId);
        var delete = new TransactionDelete(ids, pass.EndedBefore, TransactionScan.IsFinal);
        await journal.WriteAsync(delete);
        pass.Keep(found.Where(transaction => !pass.IsDue(transaction)));
        // The database left those that are being written.
        if (delete.Deleted < due.Sum(transaction => transaction.Rows))
            pass.Keep(await scan.ReadAsync(ids, ct));
        return delete.Deleted;
    }

    /// <summary>Reads the next page; <c>null</c> at the end of the pass.</summary>
    private async Task<TransactionPage?> NextAsync(TransactionPass pass, int most, CancellationToken ct)
    {
        if (pass.ToRevisit.Count > 0)
        {
            var kept = pass.ToRevisit.Take(most).ToList();
            return new TransactionPage(await scan.ReadAsync(kept, ct), () => pass.ToRevisit.RemoveRange(0, kept.Count));
        }

        if (pass.IsFull(mostKept))
            return null;
        if (!pass.HasReadTimed && await ReadTimedAsync(pass, most, ct) is { } page)
            return page;
        foreach (var walk in _walks)
        {
            if (await ReadAsync(walk, pass, ct) is { } own)
                return own;
        }

        return null;
    }

    private async Task<TransactionPage?> ReadTimedAsync(TransactionPass pass, int most, CancellationToken ct)
    {
        var found = await scan.ReadAsync(_position, pass.Below, most, ct);
        if (found.Count == 0)
        {
            pass.HasReadTimed = true;
            return null;
        }

        // Ids without a time that stand between them have their own walk.
        return new TransactionPage([.. found.Where(transaction => HasTime(transaction.PersistenceId))], () =>
        {
            _position = found[^1].PersistenceId;
            _passedTime = found.Select(transaction => TimedIds.TimeOf(transaction.PersistenceId)).Max() ?? _passedTime;
            pass.HasReadTimed = found.Count < most;
        });
    }

    private async Task<TransactionPage?> ReadAsync(OrderedWalk walk, TransactionPass pass, CancellationToken ct)
    {
        while (!pass.HasWalked(walk))
        {
            var page = await scan.ReadAsync(walk.Kind, walk.Position, FirstEventsInPage, ct);
            var old = page.TakeWhile(first => !pass.IsYoung(first)).ToList();
            var own = old.ConvertAll(first => first.PersistenceId).Where(id => !HasTime(id)).Distinct(StringComparer.Ordinal).ToList();
            void Advance()
            {
                walk.Position = old.Count > 0 ? old[^1].Ordering : walk.Position;
                if (old.Count < FirstEventsInPage)
                    pass.Walked(walk);
            }

            if (own.Count > 0)
                return new TransactionPage(await scan.ReadAsync(own, ct), Advance);
            Advance();
        }

        return null;
    }

    private static bool HasTime(string persistenceId) => TimedIds.TimeOf(persistenceId) is not null;

    private static string BoundText(long bound) => string.Create(
        CultureInfo.InvariantCulture, $"ids from before {DateTimeOffset.FromUnixTimeMilliseconds(bound):yyyy-MM-ddTHH:mm:ss.fffZ} are expired");

    private sealed record TransactionPage(IReadOnlyList<StoredTransaction> Found, Action Advance);
}
