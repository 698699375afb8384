// Wolverine 6.62.0: WolverineFx.EntityFrameworkCore, .Postgresql, .RabbitMQ, .RuntimeCompilation.
// After docs/guide/durability/efcore/outbox-and-inbox.md and docs/guide/durability/index.md of JasperFx/wolverine.
using JasperFx.Resources;
using Microsoft.EntityFrameworkCore;
using Shop;
using Wolverine;
using Wolverine.EntityFrameworkCore;
using Wolverine.Postgresql;
using Wolverine.RabbitMQ;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Orders")!;
builder.Host.UseWolverine(options =>
{
    options.Services.AddDbContextWithWolverineIntegration<OrdersContext>(orders =>
        orders.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
    options.PersistMessagesWithPostgresql(connection);
    options.UseRabbitMq().AutoProvision().UseConventionalRouting();
    options.Policies.UseDurableOutboxOnAllSendingEndpoints();
});
builder.Host.UseResourceSetupOnStartup();
var app = builder.Build();

app.MapPost("/orders/{id}/pay", async (int id, IDbContextOutbox<OrdersContext> outbox, CancellationToken ct) =>
{
    var order = await outbox.DbContext.Orders.SingleAsync(order => order.Id == id, ct);
    order.IsPaid = true;
    await outbox.PublishAsync(new OrderPaid(order.Id, order.Total));
    await outbox.SaveChangesAndFlushMessagesAsync(ct);
    return Results.Ok();
});
await OrdersContext.CreateAsync(app.Services);
app.Run();
