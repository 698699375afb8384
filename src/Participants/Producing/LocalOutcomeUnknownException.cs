using Coordinator.Contracts;

namespace Coordinator.Participants.Producing;

/// <summary>
/// The database failed while it was committing, so the local transaction may or may not stand. The coordinator was told
/// nothing; its check reads the fence row and makes the messages follow what stands. Do not repeat the work under another id
/// before looking.
/// </summary>
public sealed class LocalOutcomeUnknownException : Exception
{
    /// <param name="id">The transaction.</param>
    /// <param name="innerException">The database's error.</param>
    public LocalOutcomeUnknownException(TransactionId id, Exception innerException)
        : base($"The database failed while committing transaction {id}; a check will find out.", innerException) =>
        Id = id;

    /// <summary>The transaction.</summary>
    public TransactionId Id { get; }
}
