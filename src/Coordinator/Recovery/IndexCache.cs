namespace Coordinator.Recovery;

/// <summary>
/// The sweep goes over the same places again and again, until no slow writer can show up there any more. This remembers what was
/// read: where there are no more prepares than then, only those that were open are looked at again. To count is about fifty
/// times cheaper than to look at each.
/// </summary>
/// <remarks>Nothing is ever deleted from the journal between two passes, so as many prepares are the same prepares.</remarks>
internal sealed class IndexCache(ICountedTransactionIndex index) : IOpenTransactionIndex
{
    // Counted at once, and read anew together if a slow writer's prepare has come to one of them.
    private const int MostAtOnce = 32;

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
        var run = _known.From(after, upTo, MostAtOnce, rows);
        return run.Count > 0 && await IsUnchangedAsync(run, cancellationToken)
            ? await ReadOpenAgainAsync(run, cancellationToken)
            : await ReadAnewAsync(after, upTo, rows, cancellationToken);
    }

    public Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(
        IReadOnlyList<long> orderings, CancellationToken cancellationToken) =>
        index.ReadAgainAsync(orderings, cancellationToken);

    private async Task<bool> IsUnchangedAsync(IReadOnlyList<ReadRange> run, CancellationToken cancellationToken)
    {
        var prepares = await index.CountPreparesAsync(run[0].After, run[^1].UpTo, cancellationToken);
        if (prepares == run.Sum(stretch => stretch.Prepares))
            return true;
        _known.Forget(run);
        return false;
    }

    private async Task<OpenTransactionPage> ReadOpenAgainAsync(
        IReadOnlyList<ReadRange> run, CancellationToken cancellationToken)
    {
        var open = await index.ReadAgainAsync([.. run.SelectMany(stretch => stretch.Open)], cancellationToken);
        var places = open.Select(transaction => transaction.Ordering).ToHashSet();
        foreach (var stretch in run)
            _known.Put(stretch with { Open = [.. stretch.Open.Where(places.Contains)] });
        return new OpenTransactionPage(open, run[^1].UpTo, run.Sum(stretch => stretch.Prepares));
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
