using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>The events of a transaction as they are in the journal.</summary>
internal interface ITransactionHistory
{
    /// <summary>All of them, oldest first; none when the transaction is unknown.</summary>
    Task<IReadOnlyList<ITransactionEvent>> ReadAsync(TransactionId id);
}
