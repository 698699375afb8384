using Coordinator.Participants;
using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Producing;
using Coordinator.Participants.Typed;
using Microsoft.EntityFrameworkCore;
using Shop.Orders;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Orders");
builder.Services.AddDbContext<OrdersContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services
    .AddCoordinatorParticipant(options => options.ReadFrom(builder.Configuration.GetSection("CoordinatorParticipant")))
    .UseDbContext<OrdersContext>();
var app = builder.Build();

app.MapPost("/orders/{id}/pay", async (
    int id, OrdersContext orders, ITransactionalProducer producer, CancellationToken ct) =>
{
    var sent = await producer.SendAsync(orders, async (scope, ct) =>
    {
        var order = await orders.Orders.SingleAsync(order => order.Id == id, ct);
        order.IsPaid = true;
        var paid = new OrderPaid(order.Id, order.Total);
        scope.Publish("orders.paid", paid, new MessageOptions { OrderingKey = order.Customer });
    }, new SendOptions { Key = $"pay order {id}" }, ct);
    return Results.Ok(new { Transaction = sent.Id.Value, sent.WasAlreadyCommitted });
});
await OrdersContext.CreateAsync(app.Services);
app.Run();
