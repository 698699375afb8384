using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>
/// Thrown when the database failed while it was committing, so the local transaction may or may not be committed. The coordinator was
/// told nothing. Its check reads the fence row, and the messages follow it. Look before you repeat the work under another id.
/// </summary>
public sealed class LocalOutcomeUnknownException : Exception
{
    /// <param name="id">The transaction.</param>
    /// <param name="innerException">Error of the database.</param>
    public LocalOutcomeUnknownException(TransactionId id, Exception innerException)
        : base($"The database failed while committing transaction {id}. A check will find the outcome.", innerException) =>
        Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
