// MassTransit 8.5.12: MassTransit, MassTransit.EntityFrameworkCore, MassTransit.RabbitMQ.
// After documentation/configuration/middleware/outbox of masstransit.io and MassTransit/Sample-Outbox.
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Orders");
builder.Services.AddDbContext<OrdersContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services.AddMassTransit(bus =>
{
    bus.AddEntityFrameworkOutbox<OrdersContext>(outbox =>
    {
        outbox.UsePostgres();
        outbox.UseBusOutbox();
    });
    bus.UsingRabbitMq();
});
var app = builder.Build();

app.MapPost("/orders/{id}/pay", async (int id, OrdersContext orders, IPublishEndpoint endpoint, CancellationToken ct) =>
{
    var order = await orders.Orders.SingleAsync(order => order.Id == id, ct);
    order.IsPaid = true;
    await endpoint.Publish(new OrderPaid(order.Id, order.Total), ct);
    await orders.SaveChangesAsync(ct);
    return Results.Ok();
});
await OrdersContext.CreateAsync(app.Services);
app.Run();
