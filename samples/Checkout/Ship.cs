using Coordinator.Participants.Consuming;

namespace Checkout;

/// <summary>Makes a shipment of each order that is paid.</summary>
internal sealed class Ship(ShippingContext shipping) : IMessageHandler<OrderPaid>
{
    public Task<HandlerResult> HandleAsync(OrderPaid paid, MessageContext context, CancellationToken ct)
    {
        shipping.Shipments.Add(new Shipment { OrderId = paid.OrderId });
        return Task.FromResult(HandlerResult.Done);
    }
}
