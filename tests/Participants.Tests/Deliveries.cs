using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Tests;

internal static class Deliveries
{
    public static Deliver Of(SubscriptionKey to, long offset, int attempt = 1) => new(
        new DeliveryId(to.Group, new QueueId(to.Topic, 0), offset, attempt),
        new MessageId(new TransactionId($"t-{offset}"), 0),
        new Message { Topic = to.Topic, Body = "paid"u8.ToArray() },
        DateTimeOffset.UnixEpoch,
        TimeSpan.FromMinutes(1));
}
