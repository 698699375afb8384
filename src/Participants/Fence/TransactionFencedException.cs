using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Thrown when a check came before the local transaction. The transaction is rolled back for ever, so the local transaction must roll
/// back too. The same work may be tried again under a new id.
/// </summary>
public sealed class TransactionFencedException : Exception
{
    /// <summary>Creates an exception for a transaction.</summary>
    /// <param name="id">The transaction that is fenced.</param>
    /// <param name="inner">Error of the database, if there was one. Default: none.</param>
    public TransactionFencedException(TransactionId id, Exception? inner = null)
        : base($"Transaction {id} was fenced by a check and is rolled back. Use a new id to try again.", inner) => Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
