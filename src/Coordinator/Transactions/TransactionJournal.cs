using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Persistence ids of transactions.</summary>
internal static class TransactionJournal
{
    private const string Prefix = "t-";

    public static string PersistenceIdOf(TransactionId id) => $"{Prefix}{id.Value}";

    public static TransactionId IdOf(string persistenceId) => new(persistenceId[Prefix.Length..]);
}
