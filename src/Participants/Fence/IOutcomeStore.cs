using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

/// <summary>Store for the outcomes of local transactions, in the database of the business change itself.</summary>
public interface IOutcomeStore
{
    /// <summary>Opens a connection to the database. The caller disposes of it.</summary>
    Task<DbConnection> OpenConnectionAsync(CancellationToken ct);

    /// <summary>
    /// Creates the tables unless they exist, and refuses those that the store does not work with. Called once, before the participant
    /// connects. An exception stops the start of the host.
    /// </summary>
    Task EnsureTablesAsync(CancellationToken ct);

    /// <summary>
    /// Writes the fence row, which exists if and only if the database transaction commits. Called before the first business statement:
    /// from then on a check finds the transaction in progress and does not fence it.
    /// </summary>
    /// <exception cref="TransactionFencedException">
    /// A check was first. Roll back: the transaction is rolled back for ever.
    /// </exception>
    /// <exception cref="TransactionAlreadyCommittedException">
    /// An earlier local transaction under this id was first. Roll back: the transaction is committed for ever.
    /// </exception>
    Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct);

    /// <summary>
    /// Reads the outcome, and fences the transaction when there is none. A failed local transaction must call it too: another call may
    /// use the same id, so only the result of this method may be passed on.
    /// </summary>
    Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct);
}
