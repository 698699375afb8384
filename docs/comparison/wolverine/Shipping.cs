// Wolverine 6.62.0: WolverineFx.EntityFrameworkCore, .Postgresql, .RabbitMQ, .RuntimeCompilation.
// After docs/guide/durability/efcore/index.md and docs/tutorials/idempotency.md of JasperFx/wolverine.
// Without EnableRetryOnFailure: Wolverine refuses it where the message is marked as handled in the same transaction.
using JasperFx.Resources;
using Microsoft.EntityFrameworkCore;
using Shop;
using Wolverine;
using Wolverine.EntityFrameworkCore;
using Wolverine.Postgresql;
using Wolverine.RabbitMQ;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Shipping")!;
builder.Host.UseWolverine(options =>
{
    options.Services.AddDbContextWithWolverineIntegration<ShippingContext>(shipping => shipping.UseNpgsql(connection));
    options.PersistMessagesWithPostgresql(connection);
    options.Policies.AutoApplyTransactions();
    options.UseRabbitMq().AutoProvision().UseConventionalRouting();
    options.Policies.UseDurableInboxOnAllListeners();
});
builder.Host.UseResourceSetupOnStartup();
var app = builder.Build();

app.MapGet("/shipments", (ShippingContext shipping) => shipping.Shipments.OrderBy(shipment => shipment.Id));
await ShippingContext.CreateAsync(app.Services);
app.Run();

public static class ShipHandler
{
    public static void Handle(OrderPaid paid, ShippingContext shipping) =>
        shipping.Add(new Shipment { OrderId = paid.OrderId });
}
