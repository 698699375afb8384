// CAP 10.0.2: DotNetCore.CAP, DotNetCore.CAP.PostgreSql, DotNetCore.CAP.RabbitMQ.
// After README.md and docs/content/user-guide/en/storage/postgresql.md, transport/rabbitmq.md of dotnetcore/CAP.
// PublishConfirms is off by default; without it a message that the broker never got counts as sent.
using DotNetCore.CAP;
using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Orders");
builder.Services.AddDbContext<OrdersContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services.AddCap(cap =>
{
    cap.UseEntityFramework<OrdersContext>();
    cap.UseRabbitMQ(rabbit => rabbit.PublishConfirms = true);
});
var app = builder.Build();

app.MapPost("/orders/{id}/pay", (int id, OrdersContext orders, ICapPublisher cap, CancellationToken ct) =>
    orders.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        orders.ChangeTracker.Clear();
        using var transaction = orders.Database.BeginTransaction(cap);
        var order = await orders.Orders.SingleAsync(order => order.Id == id, ct);
        order.IsPaid = true;
        await orders.SaveChangesAsync(ct);
        await cap.PublishAsync("orders.paid", new OrderPaid(order.Id, order.Total), cancellationToken: ct);
        await transaction.CommitAsync(ct);
        return Results.Ok();
    }));
await OrdersContext.CreateAsync(app.Services);
app.Run();
