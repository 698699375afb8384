namespace Coordinator.Recovery;

/// <summary>Finds open transactions in the journal: those that are prepared, and neither rolled back nor completed.</summary>
internal interface IOpenTransactionIndex
{
    /// <summary>Highest ordering in the journal that is visible now; 0 when the journal is empty.</summary>
    Task<long> HighestOrderingAsync(CancellationToken cancellationToken);

    /// <summary>Reads the next <paramref name="rows" /> prepares in a range of the journal and returns the open ones.</summary>
    Task<OpenTransactionPage> ReadAsync(long after, long upTo, int rows, CancellationToken cancellationToken);

    /// <summary>Returns the prepares of these that are still open.</summary>
    Task<IReadOnlyList<OpenTransaction>> ReadAgainAsync(IReadOnlyList<long> orderings, CancellationToken cancellationToken);
}

/// <summary>Index that also counts prepares, which is much cheaper than to read them.</summary>
internal interface ICountedTransactionIndex : IOpenTransactionIndex
{
    /// <summary>Counts the prepares in a range of the journal, open or not.</summary>
    Task<PrepareCount> CountPreparesAsync(long after, long upTo, CancellationToken cancellationToken);
}

/// <param name="Prepares">Number of prepares in the range.</param>
/// <param name="DeletedTo">Highest ordering of the prepares that were deleted, in any range. Read at the same moment.</param>
internal readonly record struct PrepareCount(long Prepares, long DeletedTo);

/// <param name="Open">Open transactions among the prepares that were read, in the order of the journal.</param>
/// <param name="ReadTo">Ordering up to which the page was read; <c>null</c> when there are no more prepares.</param>
/// <param name="Prepares">Number of prepares that were read.</param>
internal sealed record OpenTransactionPage(IReadOnlyList<OpenTransaction> Open, long? ReadTo, long Prepares);
