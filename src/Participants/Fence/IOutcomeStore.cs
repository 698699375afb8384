using System.Data.Common;
using Coordinator.Contracts;

namespace Coordinator.Participants;

/// <summary>Where the outcomes of local transactions are kept: in the database of the business change itself.</summary>
public interface IOutcomeStore
{
    /// <summary>An open connection to that database; the caller disposes of it.</summary>
    Task<DbConnection> OpenConnectionAsync(CancellationToken ct);

    /// <summary>Creates the outcome table unless it exists. Called once, before the participant connects.</summary>
    Task EnsureTablesAsync(CancellationToken ct);

    /// <summary>Writes the fence row; it stands if and only if the database transaction commits.</summary>
    /// <exception cref="TransactionFencedException">A check was first.</exception>
    Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct);

    /// <summary>What stands; fences the transaction where nothing does.</summary>
    Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct);
}
