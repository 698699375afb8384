using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Transactions;

/// <summary>Persistence ids of transactions.</summary>
internal static class TransactionJournal
{
    public static string PersistenceIdOf(TransactionId id) => QueueName.PersistenceId(id);

    public static TransactionId IdOf(string persistenceId) => new(persistenceId[QueueName.TransactionPrefix.Length..]);
}
