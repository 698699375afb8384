using Coordinator.Contracts;
using Coordinator.Participants;
using Coordinator.Participants.Fence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderPayment.Orders;

namespace OrderPayment.Services;

/// <summary>Producer that pays all orders that are neither paid nor declined, several at a time.</summary>
internal sealed class OrderService(
    OrderBook book,
    PaymentService payments,
    SlowMotionPayment slowMotion,
    StopSign stop,
    TimeProvider time,
    ILogger<OrderService> log) : BackgroundService
{
    private const int AtOnce = 16;
    private const int MostAttempts = 20;

    public static void Configure(IHostApplicationBuilder host, ServiceArguments arguments)
    {
        var book = new OrderBook(new SqliteFile(arguments.Database));
        host.Services
            .AddCoordinatorParticipant(options =>
            {
                arguments.Apply(options);
                options.ProducerGroup = "orders";
            })
            .UseOutcomeStore(SqlDialect.Sqlite, book.File.Connect);
        host.Services
            .AddSingleton(book)
            .AddSingleton(new StopSign(arguments.StopAt))
            .AddSingleton<PaymentService>()
            .AddSingleton<SlowMotionPayment>()
            .AddHostedService<OrderService>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var life = await book.BeginLifeAsync(time.GetUtcNow(), stoppingToken);
        var orders = await book.UnsettledAsync(stoppingToken);
        log.LogInformation("Life {Life}: {Orders} orders to pay", life, orders.Count);
        await Parallel.ForEachAsync(
            orders.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (order, ct) => await PayAsync(order.Item, $"pay-{life}.{order.Index + 1}", ct));
    }

    private async Task PayAsync(Order order, string transaction, CancellationToken ct)
    {
        // The last order of a test file may be the one to stop at, so never stop at a declined one.
        if (!order.ExceedsCardLimit && stop.IsDue())
            await slowMotion.PayAsync(order, new TransactionId(transaction), ct);
        for (var attempt = 1; !await TryPayAsync(order, new TransactionId($"{transaction}.{attempt}"), attempt, ct); attempt++)
            await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), time, ct);
    }

    /// <returns>Whether the order is settled. If not, the local transaction is rolled back: retry under another id.</returns>
    private async Task<bool> TryPayAsync(Order order, TransactionId id, int attempt, CancellationToken ct)
    {
        try
        {
            await payments.PayAsync(order, id, ct);
            return true;
        }
        catch (Exception failure) when (attempt < MostAttempts && !ct.IsCancellationRequested)
        {
            log.LogWarning(failure, "Transaction {Id} for order {Order} failed; reading the outcome", id, order.Id);
            return await book.IsPaidAsync(order, ct);
        }
    }
}
