// NServiceBus 10.2: NServiceBus, NServiceBus.Persistence.Sql 9, NServiceBus.RabbitMQ 11.
// After nservicebus/outbox, persistence/sql/dialect-postgresql, samples/entity-framework-core of docs.particular.net.
// Without EnableRetryOnFailure: the context works in the transaction of the outbox.
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using NServiceBus.Persistence.Sql;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Shipping");
var endpoint = new EndpointConfiguration("Shipping");
endpoint.UseSerialization<SystemJsonSerializer>();
endpoint.UseTransport(new RabbitMQTransport(RoutingTopology.Conventional(QueueType.Quorum), "host=localhost"));
var persistence = endpoint.UsePersistence<SqlPersistence>();
persistence.SqlDialect<SqlDialect.PostgreSql>().JsonBParameterModifier(
    parameter => ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb);
persistence.ConnectionBuilder(() => new NpgsqlConnection(connection));
endpoint.EnableOutbox();
endpoint.EnableInstallers();
builder.Services.AddNServiceBusEndpoint(endpoint);
builder.Services.AddScoped(provider =>
{
    var options = new DbContextOptionsBuilder<ShippingContext>();
    if (provider.GetService<ISqlStorageSession>() is not { Connection: not null } session)
        return new ShippingContext(options.UseNpgsql(connection).Options);
    var shipping = new ShippingContext(options.UseNpgsql(session.Connection).Options);
    shipping.Database.UseTransaction(session.Transaction);
    session.OnSaveChanges((_, ct) => shipping.SaveChangesAsync(ct));
    return shipping;
});
var app = builder.Build();

app.MapGet("/shipments", (ShippingContext shipping) => shipping.Shipments.OrderBy(shipment => shipment.Id));
await ShippingContext.CreateAsync(app.Services);
app.Run();

public sealed class Ship(ShippingContext shipping) : IHandleMessages<OrderPaid>
{
    public Task Handle(OrderPaid paid, IMessageHandlerContext context)
    {
        shipping.Add(new Shipment { OrderId = paid.OrderId });
        return Task.CompletedTask;
    }
}
