// MassTransit 8.5.12: MassTransit, MassTransit.EntityFrameworkCore, MassTransit.RabbitMQ.
// After documentation/configuration/middleware/outbox of masstransit.io and MassTransit/Sample-Outbox.
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Shipping");
builder.Services.AddDbContext<ShippingContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services.AddMassTransit(bus =>
{
    bus.AddEntityFrameworkOutbox<ShippingContext>(outbox => outbox.UsePostgres());
    bus.AddConsumer<Ship>();
    bus.AddConfigureEndpointsCallback((context, name, endpoint) =>
    {
        endpoint.UseMessageRetry(retry => retry.Intervals(100, 500, 1000, 1000, 1000, 1000, 1000));
        endpoint.UseEntityFrameworkOutbox<ShippingContext>(context);
    });
    bus.UsingRabbitMq((context, rabbit) => rabbit.ConfigureEndpoints(context));
});
var app = builder.Build();

app.MapGet("/shipments", (ShippingContext shipping) => shipping.Shipments.OrderBy(shipment => shipment.Id));
await ShippingContext.CreateAsync(app.Services);
app.Run();

internal sealed class Ship(ShippingContext shipping) : IConsumer<OrderPaid>
{
    public Task Consume(ConsumeContext<OrderPaid> context)
    {
        shipping.Add(new Shipment { OrderId = context.Message.OrderId });
        return shipping.SaveChangesAsync(context.CancellationToken);
    }
}
