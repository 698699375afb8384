using System.Data.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Tests.Typed;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.Handling;

/// <summary>Tests typed handlers with an inbox on every database.</summary>
internal static class HandlerInboxScenarios
{
    private const string Rows = "SELECT count(*) FROM coordinator_inbox";

    public static async Task Effect_and_row_are_committed_together_and_a_redelivery_runs_nothing(ServiceDatabase database)
    {
        await database.CreateTablesAsync();
        var made = new Made();
        await using var service = await StartAsync(database, made);
        var (offset, before) = (database.GetHashCode(), await database.CountAsync(Rows));
        using var absorbed = new Counted(ConsumerMetrics.Absorbed);

        for (var attempt = 1; attempt <= 3; attempt++)
            Assert.IsType<Acknowledge>(await service.DeliverAsync(Order(offset), attempt, offset));

        Assert.Equal((1, 2), (made.Handlers, absorbed.Sum));
        Assert.Equal((1, before + 1), (await database.OrdersAsync($"o-{offset}"), await database.CountAsync(Rows)));
    }

    public static async Task Failure_of_a_handler_takes_back_row_and_effect(ServiceDatabase database)
    {
        await database.CreateTablesAsync();
        var made = new Made();
        await using var service = await StartAsync(database, made);
        var (offset, before) = (database.GetHashCode(), await database.CountAsync(Rows));

        made.Result = HandlerResult.Retry();
        Assert.IsType<Retry>(await service.DeliverAsync(Order(offset), 1, offset));
        made.Result = HandlerResult.Reject("no such customer");
        Assert.IsType<Reject>(await service.DeliverAsync(Order(offset), 2, offset));
        made.Error = new InvalidOperationException("no stock");
        Assert.IsType<Retry>(await service.DeliverAsync(Order(offset), 3, offset));
        Assert.Equal((0, before), (await database.OrdersAsync($"o-{offset}"), await database.CountAsync(Rows)));

        (made.Result, made.Error) = (HandlerResult.Done, null);
        Assert.IsType<Acknowledge>(await service.DeliverAsync(Order(offset), 4, offset));
        Assert.Equal((1, before + 1), (await database.OrdersAsync($"o-{offset}"), await database.CountAsync(Rows)));
    }

    public static async Task Batch_has_the_effects_of_what_is_new_and_done(ServiceDatabase database)
    {
        await database.CreateTablesAsync();
        var (first, before) = ((long)database.GetHashCode(), await database.CountAsync(Rows));
        IReadOnlyList<string> handled = [];
        var isMended = false;
        await using var service = await TypedService.StartAsync(participant => participant.AddBatchConsumer<OrderPaid>(
            TypedService.Group,
            TypedService.Topic,
            async (orders, context, _) =>
            {
                handled = [.. orders.Select(order => order.Id)];
                foreach (var order in orders.Where(order => isMended || order.Amount != 2))
                    await AddOrderAsync(context.Transaction, order);
                return BatchResult.Each([.. orders.Select(order => isMended || order.Amount != 2 ? HandlerResult.Done : HandlerResult.Reject("broken"))]);
            },
            options =>
            {
                options.BatchSize = 3;
                options.BatchWait = TimeSpan.FromSeconds(30);
                options.UseInbox(database.Dialect, database.Connect);
            }));

        Assert.Equal(
            [typeof(Acknowledge), typeof(Reject), typeof(Acknowledge)],
            await DeliverAsync(1, 2, 3));
        Assert.Equal(before + 2, await database.CountAsync(Rows));
        isMended = true;
        Assert.Equal(
            [typeof(Acknowledge), typeof(Acknowledge), typeof(Acknowledge)],
            await DeliverAsync(2, 3, 4));

        Assert.Equal([$"o-{first + 2}", $"o-{first + 4}"], handled);
        Assert.Equal(before + 4, await database.CountAsync(Rows));
        for (var number = 1; number <= 4; number++)
            Assert.Equal(1, await database.OrdersAsync($"o-{first + number}"));

        async Task<IEnumerable<Type>> DeliverAsync(params int[] numbers)
        {
            var settled = await Task.WhenAll(numbers.Select(number =>
                service.DeliverAsync(new OrderPaid($"o-{first + number}", number), offset: first + number)));
            return settled.Select(settle => settle!.GetType());
        }
    }

    private static OrderPaid Order(long number) => new($"o-{number}", 1);

    private static Task<TypedService> StartAsync(ServiceDatabase database, Made made) => TypedService.StartAsync(participant =>
    {
        participant.Services.AddSingleton(made);
        participant.AddConsumer<OrderPaid, PaidHandler>(
            TypedService.Group, TypedService.Topic, options => options.UseInbox(database.Dialect, database.Connect));
    });

    private static Task AddOrderAsync(DbTransaction transaction, OrderPaid order) =>
        transaction.Connection!.ExecuteAsync($"INSERT INTO orders (id) VALUES ('{order.Id}')", transaction);

    private sealed class Made
    {
        public int Handlers { get; set; }

        public HandlerResult Result { get; set; } = HandlerResult.Done;

        public Exception? Error { get; set; }
    }

    private sealed class PaidHandler : IMessageHandler<OrderPaid>
    {
        private readonly Made _made;

        public PaidHandler(Made made)
        {
            _made = made;
            made.Handlers++;
        }

        public async Task<HandlerResult> HandleAsync(OrderPaid message, MessageContext context, CancellationToken ct)
        {
            await AddOrderAsync(context.Transaction, message);
            return _made.Error is { } error ? throw error : _made.Result;
        }
    }
}
