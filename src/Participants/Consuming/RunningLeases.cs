using Coordinator.Contracts.Consuming;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>Renews the leases of running handlers, and stops for a handler that runs too long.</summary>
internal sealed class RunningLeases(Subscription subscription, ILogger logger)
{
    /// <summary>Lets the leases begin again, and returns what tells the coordinator so.</summary>
    public IEnumerable<RenewLeases> Renew(IEnumerable<DeliveryInHand> running, TimeSpan now)
    {
        var renewed = running.Where(delivery => IsRenewed(delivery, now)).ToList();
        foreach (var delivery in renewed)
            delivery.Renew(now);
        return renewed.GroupBy(delivery => (delivery.Key.Queue, delivery.Deliver.Delivery.Epoch)).SelectMany(queue => queue.Chunk(RenewLeases.MaxRunning).Select(
            some => new RenewLeases(
                subscription.Group,
                queue.Key.Queue,
                [.. some.Select(delivery => new RunningDelivery(delivery.Key.Offset, delivery.Deliver.Delivery.Attempt))],
                queue.Key.Epoch)));
    }

    private bool IsRenewed(DeliveryInHand delivery, TimeSpan now)
    {
        var most = subscription.Options.RenewLeaseFor;
        if (!delivery.HasRunFor(most, now))
            return true;
        if (most > TimeSpan.Zero && delivery.TryReportLong())
        {
            logger.LogWarning(
                "The handler of {Group} for message {Message} of {Topic} has run for {Time} (RenewLeaseFor). Its message will be delivered again",
                subscription.Group,
                delivery.Deliver.Id,
                subscription.Topic,
                most);
        }

        return false;
    }
}
