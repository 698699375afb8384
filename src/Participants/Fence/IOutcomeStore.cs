using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Checking;

namespace Coordinator.Participants.Fence;

/// <summary>Where the outcomes of local transactions are kept: in the database of the business change itself.</summary>
public interface IOutcomeStore
{
    /// <summary>An open connection to that database; the caller disposes of it.</summary>
    Task<DbConnection> OpenConnectionAsync(CancellationToken ct);

    /// <summary>Creates the outcome table unless it exists. Called once, before the participant connects.</summary>
    Task EnsureTablesAsync(CancellationToken ct);

    /// <summary>
    /// Writes the fence row; it stands if and only if the database transaction commits. Called before the first business
    /// statement: from then on a check finds the transaction in progress, and cannot waste its work.
    /// </summary>
    /// <exception cref="TransactionFencedException">
    /// A check was first: roll back; the transaction is rolled back for ever.
    /// </exception>
    /// <exception cref="TransactionAlreadyCommittedException">
    /// An earlier local transaction under this id was first: roll back; the transaction is committed for ever.
    /// </exception>
    Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct);

    /// <summary>
    /// What stands; fences the transaction where nothing does. Also the way to give up: after a failed local transaction it is
    /// not known that nothing stands (the same id may be in use by another call), so only what this says may be passed on.
    /// </summary>
    Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct);
}
