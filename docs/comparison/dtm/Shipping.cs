// dtm's C# client 1.5.0: Dtmcli, with dtm 1.19.
// After README.md and samples/DtmSample/Controllers/TransBarrierController.cs of dtm-labs/client-csharp.
// A retry needs a new barrier object: each call of one object writes another row.
using Dtmcli;
using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Shipping");
builder.Services.AddDbContext<ShippingContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services.AddDtmBarrier(dtm => dtm.SqlDbType = "postgres");
var app = builder.Build();

app.MapPost("/ship", (OrderPaid paid, HttpRequest request, ShippingContext shipping, IBranchBarrierFactory barriers) =>
    shipping.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        await shipping.Database.UseTransactionAsync(null);
        shipping.ChangeTracker.Clear();
        var barrier = barriers.CreateBranchBarrier(request.Query);
        await barrier.Call(shipping.Database.GetDbConnection(), async transaction =>
        {
            await shipping.Database.UseTransactionAsync(transaction);
            shipping.Add(new Shipment { OrderId = paid.OrderId });
            await shipping.SaveChangesAsync();
        });
        return Results.Ok();
    }));
app.MapGet("/shipments", (ShippingContext shipping) => shipping.Shipments.OrderBy(shipment => shipment.Id));
await ShippingContext.CreateAsync(app.Services);
app.Run();
