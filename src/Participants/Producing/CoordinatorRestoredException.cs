using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Thrown when the coordinator was restored from a backup between the prepare and the end of the local transaction, so that it may have forgotten
/// the messages. The local transaction is rolled back. Send again.
/// </summary>
public sealed class CoordinatorRestoredException : Exception
{
    /// <param name="id">The transaction.</param>
    public CoordinatorRestoredException(TransactionId id)
        : base($"The coordinator was restored from a backup since transaction {id} was prepared. The local transaction is rolled back. Send again.") =>
        Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
