using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// An earlier local transaction under the same id is committed already: its business change is there, so the one that runs
/// now must roll back, or it would happen twice. The transaction itself is committed, and the coordinator may be told so.
/// </summary>
public sealed class TransactionAlreadyCommittedException : Exception
{
    /// <summary>For <paramref name="id" />.</summary>
    /// <param name="id">The transaction that is committed.</param>
    /// <param name="inner">What the database said, where it said it with an error. Default: none.</param>
    public TransactionAlreadyCommittedException(TransactionId id, Exception? inner = null)
        : base($"Transaction {id} is committed already; a second local transaction under its id must roll back.", inner) =>
        Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
