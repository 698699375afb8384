using System.Data.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants;
using Coordinator.Participants.Consuming;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrderPayment.Orders;

namespace OrderPayment.Services;

/// <summary>Consumer that awards a point for every whole unit of money that was paid.</summary>
internal static class PointsService
{
    public const string Group = "points";

    public const string Schema = """
        CREATE TABLE IF NOT EXISTS awards (
          number         INTEGER PRIMARY KEY,
          order_id       TEXT    NOT NULL,
          customer       TEXT    NOT NULL,
          transaction_id TEXT    NOT NULL,
          points         INTEGER NOT NULL
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
                (message, ct) => once.HandleAsync(message, (transaction, token) => AwardAsync(transaction, message, token), ct),
                consumer => consumer.StartFrom = StartPosition.FromBeginning);
    }

    private static async Task AwardAsync(DbTransaction transaction, ReceivedMessage message, CancellationToken ct)
    {
        var paid = OrderPaid.Read(message.Body);
        await transaction.ExecuteAsync(
            "INSERT INTO awards (order_id, customer, transaction_id, points) VALUES (@order, @customer, @transaction, @points)",
            ct,
            ("@order", paid.Order),
            ("@customer", paid.Customer),
            ("@transaction", message.Id.Transaction.Value),
            ("@points", paid.Cents / 100));
    }
}
