using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Thrown when an earlier local transaction under the same id is committed already. Its business change exists, so the current local
/// transaction must roll back, or the change would happen twice. The coordinator may be told that the transaction is committed.
/// </summary>
public sealed class TransactionAlreadyCommittedException : Exception
{
    /// <summary>Creates an exception for a transaction.</summary>
    /// <param name="id">The transaction that is committed.</param>
    /// <param name="inner">Error of the database, if there was one. Default: none.</param>
    public TransactionAlreadyCommittedException(TransactionId id, Exception? inner = null)
        : base($"Transaction {id} is committed already. A second local transaction under its id must roll back.", inner) =>
        Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
