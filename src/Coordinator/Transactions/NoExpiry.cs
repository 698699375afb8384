using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Expiry of a journal from which no transaction is deleted.</summary>
internal sealed class NoExpiry : ITransactionExpiry
{
    public static readonly NoExpiry Instance = new();

    public bool IsKnownExpired(TransactionId id) => false;

    public Task<bool> IsExpiredAsync(TransactionId id) => Task.FromResult(false);
}
