using Coordinator.Contracts;

namespace Coordinator.Transactions;

/// <summary>Reads the events of a transaction from the journal.</summary>
internal interface ITransactionHistory
{
    /// <summary>Reads all events, oldest first; none when the transaction is unknown.</summary>
    Task<TransactionHistory> ReadAsync(TransactionId id);
}

/// <param name="Events">Events, oldest first.</param>
/// <param name="Unreadable">Description of the first event that this release cannot read; <c>null</c> when it read them all.</param>
internal sealed record TransactionHistory(IReadOnlyList<ITransactionEvent> Events, string? Unreadable = null);
