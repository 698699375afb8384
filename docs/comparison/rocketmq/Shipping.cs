// RocketMQ's C# client 5.2.1: RocketMQ.Client.
// After csharp/examples/PushConsumerExample.cs of apache/rocketmq-clients. The inbox is the service's own.
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Org.Apache.Rocketmq;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Shipping");
builder.Services.AddDbContext<ShippingContext>(options =>
    options.UseNpgsql(connection, provider => provider.EnableRetryOnFailure()));
var app = builder.Build();
await ShippingContext.CreateAsync(app.Services);
await using var consumer = await new PushConsumer.Builder()
    .SetClientConfig(new ClientConfig.Builder().SetEndpoints("localhost:8081").Build())
    .SetConsumerGroup("shipping")
    .SetSubscriptionExpression(new() { ["orders-paid"] = new FilterExpression("*") })
    .SetMessageListener(new Ship(app.Services))
    .Build();

app.MapGet("/shipments", (ShippingContext shipping) => shipping.Shipments.OrderBy(shipment => shipment.Id));
app.Run();

internal sealed class Ship(IServiceProvider services) : IMessageListener
{
    public ConsumeResult Consume(MessageView message)
    {
        using var scope = services.CreateScope();
        var shipping = scope.ServiceProvider.GetRequiredService<ShippingContext>();
        if (shipping.Set<HandledMessage>().Any(handled => handled.Id == message.MessageId))
            return ConsumeResult.SUCCESS;
        var paid = JsonSerializer.Deserialize<OrderPaid>(message.Body)!;
        shipping.Add(new HandledMessage { Id = message.MessageId });
        shipping.Add(new Shipment { OrderId = paid.OrderId });
        shipping.SaveChanges();
        return ConsumeResult.SUCCESS;
    }
}
