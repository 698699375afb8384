using Coordinator.Contracts;
using Coordinator.Tests.Transactions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Retention;

/// <summary>History in which the group <c>orders</c> has prepared every transaction, except those that are said to be unreadable.</summary>
internal sealed class PreparedByOrders(params IReadOnlyCollection<TransactionId> unreadable) : ITransactionHistory
{
    public static readonly ProducerGroup Orders = new("orders");

    /// <summary>Number of histories that were read.</summary>
    public int Read { get; private set; }

    public Task<TransactionHistory> ReadAsync(TransactionId id)
    {
        Read++;
        return Task.FromResult(new TransactionHistory(unreadable.Contains(id) ? [] : [Some.Prepared() with { Group = Orders }]));
    }
}
