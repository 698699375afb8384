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
    /// <exception cref="TransactionPurgedException">The id is below the bound of <see cref="PurgeAsync" />. Roll back.</exception>
    Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, CancellationToken ct);

    /// <summary>
    /// Reads the outcome, and fences the transaction when there is none. A failed local transaction must call it too: another call may
    /// use the same id, so only the result of this method may be passed on.
    /// </summary>
    Task<CheckResult> CheckAsync(TransactionId id, CancellationToken ct);

    /// <summary>
    /// Deletes the outcomes of transactions that are final. First it checks those that are excepted, so that each has an outcome, and commits the
    /// bound to which it deletes. From then on <see cref="RecordCommittedAsync" /> refuses each id below it, and <see cref="CheckAsync" /> answers
    /// <em>purged</em> when it finds no outcome there. By default nothing is deleted.
    /// </summary>
    /// <param name="final">Transactions that are final, by the word of the coordinator.</param>
    /// <param name="keepAtLeast">Time since it was recorded for which an outcome stays all the same, by the clock of the database.</param>
    /// <param name="ct">Ends the work between two batches. The next call deletes the rest.</param>
    /// <returns>Number of deleted outcomes.</returns>
    Task<long> PurgeAsync(FinalTransactions final, TimeSpan keepAtLeast, CancellationToken ct) => Task.FromResult(0L);
}
