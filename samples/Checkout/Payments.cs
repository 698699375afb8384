using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.EntityFrameworkCore;

namespace Checkout;

/// <summary>Takes payments of orders.</summary>
internal sealed class Payments(OrdersContext orders, ITransactionalProducer producer)
{
    /// <summary>Marks an order as paid, and publishes that. A repeated payment does nothing.</summary>
    public Task<SendResult> PayAsync(int id, CancellationToken ct) => producer.SendAsync(
        orders,
        async (scope, stop) =>
        {
            var order = await orders.Orders.SingleAsync(order => order.Id == id, stop);
            order.IsPaid = true;
            scope.Publish("orders.paid", new OrderPaid(id), new MessageOptions { OrderingKey = order.Customer });
        },
        new SendOptions { Key = $"pay order {id}" },
        ct);
}
