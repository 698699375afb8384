using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Sessions;

/// <summary>Deliveries that a session has passed on and that are not settled, so that it is known when there is exactly one.</summary>
internal sealed class UnsettledDeliveries
{
    // A consumer that settles nothing would fill the memory. Whether it has exactly one is not known then, and never matters.
    private const int Most = 4_096;

    private readonly HashSet<(ConsumerGroup, QueueId, long)> _deliveries = [];
    private bool _isIncomplete;

    /// <summary>True when exactly one delivery is unsettled.</summary>
    public bool IsOne => !_isIncomplete && _deliveries.Count == 1;

    public void Add(DeliveryId delivery)
    {
        if (_deliveries.Count < Most)
            _deliveries.Add(KeyOf(delivery));
        else
            _isIncomplete = true;
    }

    public void Remove(DeliveryId delivery) => _deliveries.Remove(KeyOf(delivery));

    private static (ConsumerGroup, QueueId, long) KeyOf(DeliveryId delivery) => (delivery.Group, delivery.Queue, delivery.Offset);
}
