using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Catalog;

public sealed class MessageRouterSpec
{
    // Golden values: if another release or another machine routed differently, messages would lose their order.
    [Theory]
    [InlineData("customer-1", 4, 2)]
    [InlineData("customer-2", 4, 3)]
    [InlineData("customer-1", 7, 2)]
    [InlineData("customer-1", 256, 218)]
    [InlineData("Zürich", 256, 208)]
    [InlineData("顧客", 256, 61)]
    public void Ordering_key_goes_to_the_same_queue_for_ever(string key, int queues, int expected) =>
        Assert.Equal(expected, Route(new TransactionId("any"), 0, queues, key));

    [Theory]
    [InlineData("tx-1", 0, 256, 26)]
    [InlineData("tx-1", 1, 256, 5)]
    [InlineData("tx-2", 0, 256, 20)]
    public void Message_without_ordering_key_is_routed_by_its_id_for_ever(
        string transaction, int index, int queues, int expected) =>
        Assert.Equal(expected, Route(new TransactionId(transaction), index, queues));

    [Fact]
    public void Ordering_key_decides_alone()
    {
        var queues = Enumerable.Range(0, 100).Select(i => Route(new TransactionId($"tx-{i}"), i, 16, "key")).Distinct();

        Assert.Single(queues);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_spread_evenly(bool keyed)
    {
        var counts = new int[16];
        for (var i = 0; i < 16_000; i++)
            counts[Route(new TransactionId($"tx-{i}"), 0, 16, keyed ? $"customer-{i}" : null)]++;

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void Longest_ordering_key_is_routed()
    {
        var key = new string('顧', MessageLimits.MaxLabelLength * 4);

        Assert.InRange(Route(new TransactionId("tx"), 0, 256, key), 0, 255);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void Delayed_message_goes_to_the_schedule_of_its_queue(int queues)
    {
        var message = new Message { Topic = new Topic("t"), OrderingKey = "customer-7" };
        var queue = MessageRouter.Route(message, new TransactionId("tx"), 0, queues);
        var schedule = MessageRouter.Route(message with { Delay = TimeSpan.FromSeconds(1) }, new TransactionId("tx"), 0, queues);

        Assert.Equal((true, queue), (schedule < 0, QueueSchedule.NumberOf(schedule)));
    }

    private static int Route(TransactionId transaction, int index, int queues, string? key = null) =>
        MessageRouter.Route(new Message { Topic = new Topic("t"), OrderingKey = key }, transaction, index, queues);
}
