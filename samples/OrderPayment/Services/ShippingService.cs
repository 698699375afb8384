using System.Data.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants;
using Coordinator.Participants.Consuming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderPayment.Orders;

namespace OrderPayment.Services;

/// <summary>Consumer that ships every order that was paid.</summary>
internal static class ShippingService
{
    public const string Group = "shipping";

    // The order has no unique key on purpose: the inbox must prevent a second shipment, and the rules check that it does.
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS shipments (
          number         INTEGER PRIMARY KEY,
          order_id       TEXT    NOT NULL,
          customer       TEXT    NOT NULL,
          transaction_id TEXT    NOT NULL,
          queue          INTEGER NOT NULL,
          queue_offset   INTEGER NOT NULL
        );
        """;

    public static void Configure(IHostApplicationBuilder host, ServiceArguments arguments)
    {
        var once = new EffectOnce(new SqliteFile(arguments.Database), new StopSign(arguments.StopAt));
        host.Services
            .AddCoordinatorParticipant(arguments.Apply)
            .AddConsumer(
                Group,
                OrderPaid.Topic,
                (message, ct) => once.HandleAsync(message, (transaction, token) => ShipAsync(transaction, message, token), ct),
                consumer => consumer.StartFrom = StartPosition.FromBeginning);
    }

    private static async Task ShipAsync(DbTransaction transaction, ReceivedMessage message, CancellationToken ct)
    {
        var paid = OrderPaid.Read(message.Body);
        await transaction.ExecuteAsync(
            "INSERT INTO shipments (order_id, customer, transaction_id, queue, queue_offset) "
            + "VALUES (@order, @customer, @transaction, @queue, @offset)",
            ct,
            ("@order", paid.Order),
            ("@customer", paid.Customer),
            ("@transaction", message.Id.Transaction.Value),
            ("@queue", message.Delivery.Queue.Number),
            ("@offset", message.Delivery.Offset));
    }
}
