namespace Coordinator.Retention;

/// <summary>Reads from the journal which transactions there are, and in which stage.</summary>
internal interface ITransactionScan
{
    /// <summary>Reads transactions in the order of their persistence ids, between two ids that are both excluded.</summary>
    Task<IReadOnlyList<StoredTransaction>> ReadAsync(string after, string below, int most, CancellationToken ct);

    /// <summary>Reads those of these transactions that have events.</summary>
    Task<IReadOnlyList<StoredTransaction>> ReadAsync(IReadOnlyCollection<string> persistenceIds, CancellationToken ct);

    /// <summary>Reads first events in the order of the journal.</summary>
    /// <param name="first">Kind of first event.</param>
    /// <param name="after">Ordering after which to read.</param>
    /// <param name="most">Most events to read.</param>
    /// <param name="ct">Cancels the read.</param>
    Task<IReadOnlyList<FirstEvent>> ReadAsync(FirstEventKind first, long after, int most, CancellationToken ct);
}
