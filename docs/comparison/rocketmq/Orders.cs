// RocketMQ's C# client 5.2.1: RocketMQ.Client.
// After csharp/examples/ProducerTransactionMessageExample.cs of apache/rocketmq-clients and the page about
// transaction messages of rocketmq.apache.org (featureBehavior/04transactionmessage). The checker is the service's own.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Org.Apache.Rocketmq;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Orders");
builder.Services.AddDbContext<OrdersContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
var app = builder.Build();
await OrdersContext.CreateAsync(app.Services);
await using var producer = await new Producer.Builder()
    .SetClientConfig(new ClientConfig.Builder().SetEndpoints("localhost:8081").Build())
    .SetTopics("orders-paid")
    .SetTransactionChecker(new PaidChecker(app.Services))
    .Build();

app.MapPost("/orders/{id}/pay", async (int id, OrdersContext orders, CancellationToken ct) =>
{
    var order = await orders.Orders.SingleAsync(order => order.Id == id, ct);
    order.IsPaid = true;
    var body = JsonSerializer.SerializeToUtf8Bytes(new OrderPaid(order.Id, order.Total));
    var message = new Message.Builder().SetTopic("orders-paid").SetKeys($"{id}").SetBody(body).Build();
    var transaction = producer.BeginTransaction();
    await producer.Send(message, transaction);
    await orders.SaveChangesAsync(ct);
    await transaction.Commit();
    return Results.Ok();
});
app.Run();

internal sealed class PaidChecker(IServiceProvider services) : ITransactionChecker
{
    public TransactionResolution Check(MessageView message)
    {
        using var scope = services.CreateScope();
        var orders = scope.ServiceProvider.GetRequiredService<OrdersContext>();
        var id = int.Parse(message.Keys[0]);
        var isPaid = orders.Orders.Any(order => order.Id == id && order.IsPaid);
        return isPaid ? TransactionResolution.Commit : TransactionResolution.Unknown;
    }
}
