// CAP 10.0.2: DotNetCore.CAP, DotNetCore.CAP.PostgreSql, DotNetCore.CAP.RabbitMQ.
// After README.md and docs/content/user-guide/en/cap/idempotence.md of dotnetcore/CAP: the inbox is the service's own.
using DotNetCore.CAP;
using DotNetCore.CAP.Messages;
using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Shipping");
builder.Services.AddDbContext<ShippingContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services.AddCap(cap =>
{
    cap.UseEntityFramework<ShippingContext>();
    cap.UseRabbitMQ("localhost");
});
builder.Services.AddTransient<Ship>();
var app = builder.Build();

app.MapGet("/shipments", (ShippingContext shipping) => shipping.Shipments.OrderBy(shipment => shipment.Id));
await ShippingContext.CreateAsync(app.Services);
app.Run();

internal sealed class Ship(ShippingContext shipping) : ICapSubscribe
{
    [CapSubscribe("orders.paid")]
    public async Task HandleAsync(OrderPaid paid, [FromCap] CapHeader header, CancellationToken ct)
    {
        var id = header[Headers.MessageId]!;
        if (await shipping.Set<HandledMessage>().AnyAsync(handled => handled.Id == id, ct))
            return;
        shipping.Add(new HandledMessage { Id = id });
        shipping.Add(new Shipment { OrderId = paid.OrderId });
        await shipping.SaveChangesAsync(ct);
    }
}
