using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>The events of a transaction as they are in the journal.</summary>
internal interface ITransactionHistory
{
    /// <summary>All of them, oldest first; none when the transaction is unknown.</summary>
    Task<TransactionHistory> ReadAsync(TransactionId id);
}

/// <param name="Events">Oldest first.</param>
/// <param name="Unreadable">What was found behind them and cannot be read by this release; <c>null</c> when they are all.</param>
internal sealed record TransactionHistory(IReadOnlyList<ITransactionEvent> Events, string? Unreadable = null);
