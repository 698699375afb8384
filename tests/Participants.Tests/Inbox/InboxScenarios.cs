using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Fence;
using Coordinator.Participants.Inbox;

namespace Coordinator.Participants.Tests.Inbox;

/// <summary>Tests the inbox on every database.</summary>
internal static class InboxScenarios
{
    public static readonly ConsumerGroup Shipping = new("shipping");
    public static readonly ConsumerGroup Points = new("points");

    public static MessageId MessageOf(string transaction, int index = 0) => new(new TransactionId(transaction), index);

    public static DeliveryId DeliveryTo(ConsumerGroup group) => new(group, new QueueId(new Topic("orders.paid"), 0), Offset: 1, Attempt: 1);

    /// <summary>As a consumer does it. <c>null</c>: the database made this copy give up; it would come again.</summary>
    public static async Task<bool?> HandleAsync(ServiceDatabase service, ConsumerGroup group, MessageId message)
    {
        await using var work = await service.BeginAsync();
        try
        {
            var first = await new InboxStore(service.Dialect).TryRecordAsync(work.Transaction, DeliveryTo(group), message);
            if (first)
                await work.AddOrderAsync($"{group}/{message}");
            await work.CommitAsync();
            return first;
        }
        catch (System.Data.Common.DbException stale) when (DatabaseError.IsStaleSnapshot(service.Dialect, stale))
        {
            return null;
        }
    }

    public static async Task Race_13_redelivery_after_the_effect_has_no_second_effect(ServiceDatabase service)
    {
        var message = MessageOf($"race-13-{Unique(service)}");
        Assert.True(await HandleAsync(service, Shipping, message));
        Assert.False(await HandleAsync(service, Shipping, message));
        Assert.True(await HandleAsync(service, Points, message));
        Assert.True(await HandleAsync(service, Shipping, message with { Index = 1 }));
        Assert.Equal(1, await service.OrdersAsync($"{Shipping}/{message}"));
    }

    /// <summary>Two copies at once, as often as it takes to meet in every way.</summary>
    public static async Task Race_14_two_copies_at_once_have_one_effect(ServiceDatabase service, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var message = MessageOf($"race-14-{Unique(service)}", round);
            var first = await Task.WhenAll(
                Enumerable.Range(0, 2).Select(_ => HandleOnAnotherThreadAsync(service, Shipping, message)));
            Assert.Equal(1, first.Count(effect => effect == true));
            Assert.Equal(1, await service.OrdersAsync($"{Shipping}/{message}"));
            Assert.False(await HandleAsync(service, Shipping, message));
        }
    }

    public static async Task Rollback_releases_the_message(ServiceDatabase service)
    {
        var message = MessageOf($"rollback-{Unique(service)}");
        await using (var failed = await service.BeginAsync())
            Assert.True(await new InboxStore(service.Dialect).TryRecordAsync(failed.Transaction, DeliveryTo(Shipping), message));
        Assert.True(await HandleAsync(service, Shipping, message));
    }

    // Theory cases share a database.
    private static string Unique(ServiceDatabase service) => $"{service.Dialect}-{service.GetHashCode():x}";

    private static async Task<bool?> HandleOnAnotherThreadAsync(ServiceDatabase service, ConsumerGroup group, MessageId message)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await HandleAsync(service, group, message);
    }
}
