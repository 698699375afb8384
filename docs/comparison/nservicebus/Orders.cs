// NServiceBus 10.2: NServiceBus, NServiceBus.Persistence.Sql.TransactionalSession 9, NServiceBus.RabbitMQ 11.
// After nservicebus/transactional-session and samples/transactional-session/aspnetcore-webapi of docs.particular.net.
// Without EnableRetryOnFailure: the context works in the transaction of the session.
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using NServiceBus.Persistence.Sql;
using NServiceBus.TransactionalSession;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var connection = builder.Configuration.GetConnectionString("Orders");
var endpoint = new EndpointConfiguration("Orders");
endpoint.UseSerialization<SystemJsonSerializer>();
endpoint.UseTransport(new RabbitMQTransport(RoutingTopology.Conventional(QueueType.Quorum), "host=localhost"));
var persistence = endpoint.UsePersistence<SqlPersistence>();
persistence.SqlDialect<SqlDialect.PostgreSql>().JsonBParameterModifier(
    parameter => ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb);
persistence.ConnectionBuilder(() => new NpgsqlConnection(connection));
persistence.EnableTransactionalSession();
endpoint.EnableOutbox();
endpoint.EnableInstallers();
builder.Services.AddNServiceBusEndpoint(endpoint);
builder.Services.AddScoped(provider =>
{
    var options = new DbContextOptionsBuilder<OrdersContext>();
    if (provider.GetService<ISqlStorageSession>() is not { Connection: not null } session)
        return new OrdersContext(options.UseNpgsql(connection).Options);
    var orders = new OrdersContext(options.UseNpgsql(session.Connection).Options);
    orders.Database.UseTransaction(session.Transaction);
    session.OnSaveChanges((_, ct) => orders.SaveChangesAsync(ct));
    return orders;
});
var app = builder.Build();

app.MapPost("/orders/{id}/pay", async (
    int id, ITransactionalSession session, IServiceProvider services, CancellationToken ct) =>
{
    await session.Open(new SqlPersistenceOpenSessionOptions(), ct);
    var orders = services.GetRequiredService<OrdersContext>();
    var order = await orders.Orders.SingleAsync(order => order.Id == id, ct);
    order.IsPaid = true;
    await session.Publish(new OrderPaid(order.Id, order.Total), ct);
    await session.Commit(ct);
    return Results.Ok();
});
await OrdersContext.CreateAsync(app.Services);
app.Run();
