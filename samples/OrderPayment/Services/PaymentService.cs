using System.Data.Common;
using Coordinator.Contracts;
using Coordinator.Participants.Producing;
using OrderPayment.Orders;

namespace OrderPayment.Services;

/// <summary>Pays an order and tells the other services: both, or neither.</summary>
internal sealed class PaymentService(ITransactionalProducer producer, OrderBook book, TimeProvider time)
{
    public async Task PayAsync(Order order, TransactionId id, CancellationToken ct)
    {
        var sent = await producer.SendAsync(
            OrderPaid.Of(order),
            (transaction, token) => ChargeAsync(transaction, order, id, token),
            new SendOptions { Id = id },
            ct);
        if (sent.Outcome == LocalOutcome.RollBack)
            await book.DeclineAsync(order, id, ct);
    }

    private async Task<LocalOutcome> ChargeAsync(DbTransaction transaction, Order order, TransactionId id, CancellationToken ct)
    {
        await OrderBook.PayAsync(transaction, order, id, time.GetUtcNow(), ct);
        return order.ExceedsCardLimit ? LocalOutcome.RollBack : LocalOutcome.Commit;
    }
}
