namespace Coordinator.Recovery;

/// <summary>
/// Caches the ranges of the journal that the sweep has read. The sweep reads the same ranges again until no slow write can appear
/// there. When a range still has the same number of prepares, only those that were open are read again. To count is about fifty
/// times cheaper than to read.
/// </summary>
/// <remarks>
/// The same number of prepares means the same prepares only where none is deleted. One that goes and a slow one that comes would look the same.
/// So ranges are read anew up to the highest ordering that retention has deleted. That is as far back as the retention, and the sweep reads
/// again the last minutes.
/// </remarks>
internal sealed class IndexCache(ICountedTransactionIndex index) : IOpenTransactionIndex
{
    // Limits the ranges that one count covers. All of them are read again when one of them has changed.
    private const int MaxRanges = 32;

    private readonly ReadRanges _known = new();
    private bool _passBegins;

    public Task<long> HighestOrderingAsync(CancellationToken cancellationToken)
    {
        _passBegins = true;
        return index.HighestOrderingAsync(cancellationToken);
    }

    public async Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken)
    {
        if (_passBegins)
            _known.ForgetBelow(after);
        _passBegins = false;
        var ranges = _known.From(after, upTo, MaxRanges, rows);
        return ranges.Count > 0 && await IsUnchangedAsync(ranges, cancellationToken)
            ? await ReadOpenAgainAsync(ranges, cancellationToken)
            : await ReadAnewAsync(after, upTo, rows, cancellationToken);
    }

    public Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(
        IReadOnlyList<long> orderings, CancellationToken cancellationToken) =>
        index.ReadAgainAsync(orderings, cancellationToken);

    private async Task<bool> IsUnchangedAsync(IReadOnlyList<ReadRange> ranges, CancellationToken cancellationToken)
    {
        var (prepares, deletedTo) = await index.CountPreparesAsync(ranges[0].After, ranges[^1].UpTo, cancellationToken);
        if (prepares == ranges.Sum(range => range.Prepares) && ranges[0].After >= deletedTo)
            return true;
        _known.Forget(ranges);
        return false;
    }

    private async Task<OpenTransactionPage> ReadOpenAgainAsync(
        IReadOnlyList<ReadRange> ranges, CancellationToken cancellationToken)
    {
        var open = await index.ReadAgainAsync([.. ranges.SelectMany(range => range.Open)], cancellationToken);
        var places = open.Select(transaction => transaction.Ordering).ToHashSet();
        foreach (var range in ranges)
            _known.Put(range with { Open = [.. range.Open.Where(places.Contains)] });
        return new OpenTransactionPage(open, ranges[^1].UpTo, ranges.Sum(range => range.Prepares));
    }

    private async Task<OpenTransactionPage> ReadAnewAsync(long after, long upTo, int rows, CancellationToken cancellationToken)
    {
        var end = Math.Min(upTo, _known.NextAfter(after) ?? upTo);
        var page = await index.ReadAsync(after, end, rows, cancellationToken);
        var readTo = page.ReadTo ?? end;
        _known.Put(new ReadRange(after, readTo, page.Prepares, [.. page.Open.Select(transaction => transaction.Ordering)]));
        return page with { ReadTo = readTo };
    }
}
