using Coordinator.Contracts;
using Coordinator.Testing;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

/// <summary>History of a transaction, read from a test's journal.</summary>
internal sealed class FaultyJournalHistory(JournalFaults journal) : ITransactionHistory
{
    public Task<TransactionHistory> ReadAsync(TransactionId id) => Task.FromResult(new TransactionHistory(
        [.. journal.EventsOf(TransactionJournal.PersistenceIdOf(id)).Cast<ITransactionEvent>()]));
}
