using System.Text.Json;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace OrderPayment.Orders;

/// <summary>Message that tells the other services of a payment.</summary>
internal sealed record OrderPaid(string Order, string Customer, long Cents)
{
    public const string Topic = "orders.paid";

    /// <summary>
    /// Builds the message. The customer is the ordering key: one customer's orders stay in order and wait for no other
    /// customer's.
    /// </summary>
    public static Message Of(Order order) => new()
    {
        Topic = new Topic(Topic),
        Key = order.Id,
        OrderingKey = order.Customer,
        Body = JsonSerializer.SerializeToUtf8Bytes(new OrderPaid(order.Id, order.Customer, order.Cents)),
    };

    public static OrderPaid Read(ReadOnlyMemory<byte> body) => JsonSerializer.Deserialize<OrderPaid>(body.Span)!;
}
