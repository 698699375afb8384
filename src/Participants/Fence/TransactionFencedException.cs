using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// A check was faster: the transaction is rolled back for ever, and the local transaction that runs under its id must roll
/// back too. Final; the same work may be tried again under a new id.
/// </summary>
public sealed class TransactionFencedException : Exception
{
    /// <summary>For <paramref name="id" />.</summary>
    /// <param name="id">The transaction that is fenced.</param>
    /// <param name="inner">What the database said, where it said it with an error. Default: none.</param>
    public TransactionFencedException(TransactionId id, Exception? inner = null)
        : base($"Transaction {id} was fenced by a check and is rolled back; use a new id to try again.", inner) => Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
