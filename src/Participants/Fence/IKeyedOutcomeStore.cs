using System.Data.Common;
using Coordinator.Contracts;

namespace Coordinator.Participants.Fence;

/// <summary>Store of outcomes with keys, each of which at most one local transaction is ever committed under.</summary>
public interface IKeyedOutcomeStore : IOutcomeStore
{
    /// <summary>
    /// Writes the fence row with a key, as <see cref="IOutcomeStore.RecordCommittedAsync" /> does. While another local transaction under the key is
    /// open, it waits for its end. The row of a key that rolls back leaves the key free.
    /// </summary>
    /// <param name="transaction">The open local transaction.</param>
    /// <param name="id">The transaction to which the local transaction belongs.</param>
    /// <param name="key">Its key.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    /// <exception cref="KeyAlreadyCommittedException">Another local transaction under the key is committed. Roll back.</exception>
    /// <exception cref="KeyConflictException">One with other messages is committed under the key. Roll back.</exception>
    /// <exception cref="KeyBusyException">Another one under the key stays open. Roll back, and try again later.</exception>
    Task RecordCommittedAsync(DbTransaction transaction, TransactionId id, BusinessKey key, CancellationToken ct = default);

    /// <summary>Records within the local transaction that it publishes nothing, although it has a key.</summary>
    Task RecordNoMessagesAsync(DbTransaction transaction, TransactionId id, CancellationToken ct = default);

    /// <summary>Returns the committed local transaction of a key; <c>null</c>: there is none.</summary>
    Task<KeyedOutcome?> FindKeyAsync(string key, CancellationToken ct = default);

    /// <summary>
    /// Deletes the outcomes of final transactions with keys that were recorded long ago. From then on their keys are free again. Call it after
    /// <see cref="IOutcomeStore.PurgeAsync" />: it goes no further than that.
    /// </summary>
    /// <param name="final">Transactions that are final, by the word of the coordinator.</param>
    /// <param name="keep">Time for which a key is remembered, by the clock of the database.</param>
    /// <param name="ct">Ends the work between two batches. The next call deletes the rest.</param>
    /// <returns>Number of deleted outcomes.</returns>
    Task<long> PurgeKeysAsync(FinalTransactions final, TimeSpan keep, CancellationToken ct = default);

    /// <summary>Counts the keys of the producer group.</summary>
    Task<long> CountKeysAsync(CancellationToken ct = default);
}
