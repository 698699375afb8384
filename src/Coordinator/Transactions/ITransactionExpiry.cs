using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Tells whether an id without events is too old to be a new one: its events may be deleted.</summary>
internal interface ITransactionExpiry
{
    /// <summary>
    /// True when an id without events is expired for certain. False may be outdated: whoever answers then without a write asks <see
    /// cref="IsExpiredAsync" />. A write of an expired id is refused by the database.
    /// </summary>
    bool IsKnownExpired(TransactionId id);

    /// <summary>
    /// Reads the journal: true when the id has no events and is expired. The bound is read together with the events, because one that was read
    /// before them may be too low.
    /// </summary>
    Task<bool> IsExpiredAsync(TransactionId id);
}
