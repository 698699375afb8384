using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>
/// Thrown when a local transaction comes so late that its database has purged the outcomes of that time. The transaction was decided long
/// ago, so the local transaction must roll back. Whether it was committed then, the database does not know any more. Look at the business data
/// before the work is repeated under a new id.
/// </summary>
public sealed class TransactionPurgedException : Exception
{
    /// <summary>Creates an exception for a transaction.</summary>
    /// <param name="id">The transaction whose outcome is purged.</param>
    /// <param name="inner">Error of the database, if there was one. Default: none.</param>
    public TransactionPurgedException(TransactionId id, Exception? inner = null)
        : base($"Transaction {id} is older than the outcomes that this database keeps, so it was decided long ago. Look whether its work was done before you repeat it under a new id.", inner) =>
        Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
