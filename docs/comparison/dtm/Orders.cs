// dtm's C# client 1.5.0: Dtmcli, with dtm 1.19.
// After README.md and samples/DtmSample/Controllers/MsgTestController.cs of dtm-labs/client-csharp.
// A retry needs a new gid: the check after a failure has written that the old one is rolled back.
using Dtmcli;
using Dtmcli.DtmImp;
using Microsoft.EntityFrameworkCore;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Orders");
builder.Services.AddDbContext<OrdersContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
builder.Services.AddDtmcli(dtm => (dtm.DtmUrl, dtm.SqlDbType) = ("http://localhost:36789", "postgres"));
var app = builder.Build();

app.MapPost("/orders/{id}/pay", (
    int id, OrdersContext orders, IDtmClient dtm, IDtmTransFactory messages, CancellationToken ct) =>
    orders.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
    {
        await orders.Database.UseTransactionAsync(null, ct);
        orders.ChangeTracker.Clear();
        var order = await orders.Orders.SingleAsync(order => order.Id == id, ct);
        order.IsPaid = true;
        var paid = new OrderPaid(order.Id, order.Total);
        var message = messages.NewMsg(await dtm.GenGid(ct)).Add("http://localhost:5002/ship", paid);
        var database = orders.Database.GetDbConnection();
        await message.DoAndSubmitDB("http://localhost:5001/orders/prepared", database, async transaction =>
        {
            await orders.Database.UseTransactionAsync(transaction, ct);
            await orders.SaveChangesAsync(ct);
        }, ct);
        return Results.Ok();
    }));
app.MapGet("/orders/prepared", async (HttpRequest request, OrdersContext orders, IBranchBarrierFactory barriers) =>
{
    var answer = await barriers.CreateBranchBarrier(request.Query).QueryPrepared(orders.Database.GetDbConnection());
    var (status, body) = Utils.Result2HttpJson(Utils.String2DtmError(answer));
    return Results.Json(body, statusCode: status);
});
await OrdersContext.CreateAsync(app.Services);
app.Run();
