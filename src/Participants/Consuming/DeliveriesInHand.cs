using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants.Consuming;

/// <summary>Deliveries of one consumer that wait for a handler, and those that a handler runs for.</summary>
internal sealed class DeliveriesInHand(int concurrency)
{
    private readonly Dictionary<(QueueId Queue, long Offset), DeliveryInHand> _deliveries = [];
    private readonly Queue<DeliveryInHand> _waiting = new();

    public int Running { get; private set; }

    /// <summary>
    /// Adds a delivery. Returns false when its message is in hand already, because the lease ended or a session was lost: one run of the
    /// handler settles the latest attempt.
    /// </summary>
    public bool Add(Deliver deliver)
    {
        var key = (deliver.Delivery.Queue, deliver.Delivery.Offset);
        if (_deliveries.TryGetValue(key, out var inHand))
        {
            inHand.Join(deliver);
            return false;
        }

        inHand = new DeliveryInHand(deliver);
        _deliveries.Add(key, inHand);
        _waiting.Enqueue(inHand);
        return true;
    }

    /// <summary>Takes the next delivery for a handler, unless as many run as are allowed.</summary>
    public bool TryStart([NotNullWhen(true)] out DeliveryInHand? next)
    {
        next = null;
        if (Running >= concurrency || !_waiting.TryDequeue(out next))
            return false;
        Running++;
        return true;
    }

    /// <summary>
    /// Removes a delivery whose handler ended. Returns false for one that was started before a restart of the actor: its message will come
    /// again.
    /// </summary>
    public bool Finish(DeliveryInHand ended)
    {
        if (!_deliveries.TryGetValue(ended.Key, out var inHand) || !ReferenceEquals(inHand, ended))
            return false;
        Running--;
        return _deliveries.Remove(ended.Key);
    }

    /// <summary>Removes what has not started, which the coordinator delivers again. Running handlers go on.</summary>
    public void DropWaiting()
    {
        ConsumerMetrics.Dropped.Add(_waiting.Count);
        while (_waiting.TryDequeue(out var dropped))
            _deliveries.Remove(dropped.Key);
    }
}
