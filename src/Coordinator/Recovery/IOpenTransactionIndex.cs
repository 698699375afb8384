namespace Coordinator.Recovery;

/// <summary>Finds open transactions in the journal: prepared, and neither rolled back nor completed.</summary>
internal interface IOpenTransactionIndex
{
    /// <summary>The highest place in the journal that is visible now; 0 when it is empty.</summary>
    Task<long> HighestOrderingAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Looks at the next <paramref name="rows" /> prepares after a place, up to a place, and keeps the open ones.
    /// </summary>
    Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken);

    /// <summary>Which of these prepares are still open.</summary>
    Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(IReadOnlyList<long> orderings, CancellationToken cancellationToken);
}

/// <summary>One that also counts, which is much cheaper than to look at each.</summary>
internal interface ICountedTransactionIndex : IOpenTransactionIndex
{
    /// <summary>How many prepares there are after a place, up to a place, open or not.</summary>
    Task<long> CountPreparesAsync(long after, long upTo, CancellationToken cancellationToken);
}

/// <param name="Open">The open ones among the prepares that were looked at, in the journal's order.</param>
/// <param name="ReadTo">Where to go on; <c>null</c> when there was nothing more.</param>
/// <param name="Prepares">How many prepares were looked at.</param>
internal sealed record OpenTransactionPage(IReadOnlyList<OpenTransaction> Open, long? ReadTo, long Prepares);
