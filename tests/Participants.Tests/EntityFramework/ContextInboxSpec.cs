using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Consuming;
using Coordinator.Participants.EntityFrameworkCore;
using Coordinator.Participants.Tests.Handling;
using Coordinator.Participants.Tests.Typed;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Coordinator.Participants.Tests.EntityFramework;

/// <summary>Tests typed handlers whose inbox is in the transaction of their context, under a retrying strategy.</summary>
public sealed class ContextInboxSpec
{
    private const string Rows = "SELECT count(*) FROM coordinator_inbox";

    [Theory, MemberData(nameof(ContextSendSpec.Databases), MemberType = typeof(ContextSendSpec))]
    public Task Effect_and_row_are_committed_together_and_a_redelivery_runs_nothing(string database) => WithAsync(database, async (shop, service, runs) =>
    {
        for (var attempt = 1; attempt <= 3; attempt++)
            Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid, attempt, offset: 1));

        Assert.Equal((1, 1, 1), (runs.Count, await shop.OrdersAsync(), await shop.Service.CountAsync(Rows)));
    });

    [Theory, MemberData(nameof(ContextSendSpec.Databases), MemberType = typeof(ContextSendSpec))]
    public Task Failure_takes_back_row_and_effect(string database) => WithAsync(database, async (shop, service, runs) =>
    {
        runs.Fail = new InvalidOperationException("no stock");
        Assert.IsType<Retry>(await service.DeliverAsync(Paid, attempt: 1, offset: 1));
        Assert.Equal((0, 0), (await shop.OrdersAsync(), await shop.Service.CountAsync(Rows)));

        runs.Fail = null;
        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid, attempt: 2, offset: 1));
        Assert.Equal((1, 1), (await shop.OrdersAsync(), await shop.Service.CountAsync(Rows)));
    });

    [Theory, MemberData(nameof(ContextSendSpec.Databases), MemberType = typeof(ContextSendSpec))]
    public Task Retry_of_the_strategy_has_one_effect(string database) => WithAsync(database, async (shop, service, runs) =>
    {
        (runs.Fail, runs.FailUntil) = (new TimeoutException("the connection was lost"), 3);

        Assert.IsType<Acknowledge>(await service.DeliverAsync(Paid, attempt: 1, offset: 1));

        Assert.Equal((3, 1, 1), (runs.Count, await shop.OrdersAsync(), await shop.Service.CountAsync(Rows)));
    });

    private static OrderPaid Paid => new("17", 1);

    private static async Task WithAsync(string database, Func<ShopKit, TypedService, Runs, Task> testAsync)
    {
        await using var shop = database == "sqlite" ? await ShopKit.SqliteAsync() : await ShopKit.PostgresAsync();
        var runs = new Runs();
        await using var service = await TypedService.StartAsync(participant =>
        {
            participant.Services.AddScoped(_ => shop.Context());
            participant.AddConsumer<OrderPaid>(
                TypedService.Group,
                TypedService.Topic,
                (order, context, _) =>
                {
                    context.Services.GetRequiredService<ShopContext>().Add(new Order { Customer = order.Id });
                    runs.Count++;
                    return runs.Fail is { } failure && runs.Count < runs.FailUntil ? Task.FromException(failure) : Task.CompletedTask;
                },
                options => options.UseInbox<ShopContext>());
        });
        await testAsync(shop, service, runs);
    }

    private sealed class Runs
    {
        public int Count { get; set; }

        public int FailUntil { get; set; } = int.MaxValue;

        public Exception? Fail { get; set; }
    }
}
