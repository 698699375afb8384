using Coordinator.Participants;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Shop.Shipping;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Shipping");
builder.Services.AddDbContext<ShippingContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services
    .AddCoordinatorParticipant(options => options.ReadFrom(builder.Configuration.GetSection("CoordinatorParticipant")))
    .AddConsumer<OrderPaid, Ship>("shipping", "orders.paid", consumer => consumer.UseInbox<ShippingContext>());
var app = builder.Build();

app.MapGet("/shipments", (ShippingContext shipping) => shipping.Shipments.OrderBy(shipment => shipment.Id));
await ShippingContext.CreateAsync(app.Services);
app.Run();

internal sealed class Ship(ShippingContext shipping) : IMessageHandler<OrderPaid>
{
    public Task<HandlerResult> HandleAsync(OrderPaid paid, MessageContext context, CancellationToken ct)
    {
        shipping.Shipments.Add(new Shipment { OrderId = paid.OrderId });
        return Task.FromResult(HandlerResult.Done);
    }
}
