using System.Diagnostics.CodeAnalysis;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;

namespace Coordinator.Participants.Consuming;

/// <summary>Deliveries of one consumer: those that wait for a handler, and those that have a place to run.</summary>
internal sealed class DeliveriesInHand(int concurrency)
{
    private readonly Dictionary<(QueueId Queue, long Offset, long Epoch), DeliveryInHand> _deliveries = [];
    private readonly Queue<DeliveryInHand> _waiting = new();
    private readonly Queue<DeliveryInHand> _waitingAlone = new();
    private readonly HashSet<DeliveryInHand> _placed = [];

    /// <summary>Shortest lease; <c>null</c> when nothing is in hand.</summary>
    public TimeSpan? Shortest => _deliveries.Count == 0 ? null : _deliveries.Values.Min(delivery => delivery.Deliver.Lease);

    /// <summary>Number of deliveries with a place to run. One that is to run alone may still wait for its turn.</summary>
    public int Placed => _placed.Count;

    /// <summary>Deliveries whose handlers run.</summary>
    public IEnumerable<DeliveryInHand> Running => _placed.Where(placed => placed.HasBegun);

    /// <summary>
    /// Adds a delivery. Returns false when its message is in hand already, because the lease ended or a session was lost: one run of the
    /// handler settles the latest attempt.
    /// </summary>
    public bool Add(Deliver deliver, TimeSpan now, out DeliveryInHand inHand)
    {
        var key = DeliveryInHand.KeyOf(deliver.Delivery);
        if (_deliveries.TryGetValue(key, out var present))
        {
            present.Join(deliver, now);
            if (deliver.Alone)
                MoveToAlone();
            inHand = present;
            return false;
        }

        inHand = new DeliveryInHand(deliver, now);
        _deliveries.Add(key, inHand);
        (deliver.Alone ? _waitingAlone : _waiting).Enqueue(inHand);
        return true;
    }

    /// <summary>Deliveries that have a place and wait for leave to begin.</summary>
    public IEnumerable<DeliveryInHand> Asking => _placed.Where(placed => placed.IsAsking);

    /// <summary>Finds a delivery that has a place and waits for leave to begin.</summary>
    public bool TryFindAsking(DeliveryId delivery, [NotNullWhen(true)] out DeliveryInHand? asking) =>
        _deliveries.TryGetValue(DeliveryInHand.KeyOf(delivery), out asking)
        && asking.Deliver.Delivery.Attempt == delivery.Attempt
        && !asking.HasBegun
        && _placed.Contains(asking);

    public bool IsInHand(DeliveryInHand delivery) =>
        _deliveries.TryGetValue(delivery.Key, out var present) && ReferenceEquals(present, delivery);

    /// <summary>Finds the next delivery for a handler, unless as many run as are allowed.</summary>
    public bool TryPeek([NotNullWhen(true)] out DeliveryInHand? next)
    {
        next = null;
        return Placed < concurrency && _waiting.TryPeek(out next);
    }

    /// <summary>Finds the next delivery that is to run alone. One at a time waits for its turn, so that others keep their places.</summary>
    public bool TryPeekAlone([NotNullWhen(true)] out DeliveryInHand? next)
    {
        next = null;
        return _waitingAlone.Count > 0
            && Placed < concurrency
            && _placed.All(placed => placed.HasBegun)
            && _waitingAlone.TryPeek(out next);
    }

    /// <summary>Takes the next delivery, and gives it a place to run.</summary>
    public void Place(DeliveryInHand next)
    {
        Dequeue(next);
        _placed.Add(next);
    }

    /// <summary>
    /// Removes a delivery that has a place. Returns false for one that got it before a restart of the actor: its message will come again.
    /// </summary>
    public bool Finish(DeliveryInHand ended) => _placed.Remove(ended) && _deliveries.Remove(ended.Key);

    /// <summary>Removes the next delivery, which gets no handler.</summary>
    public void Drop(DeliveryInHand next)
    {
        Dequeue(next);
        _deliveries.Remove(next.Key);
    }

    /// <summary>Removes deliveries that have not begun and whose lease is nearly over.</summary>
    public List<DeliveryInHand> TakeEnding(TimeSpan now)
    {
        var ending = _placed.Where(placed => !placed.HasBegun && placed.IsLeaseEnding(now)).ToList();
        foreach (var over in ending)
            Finish(over);
        TakeEnding(_waiting, now, ending);
        TakeEnding(_waitingAlone, now, ending);
        return ending;
    }

    /// <summary>Removes what has not begun, which the coordinator delivers again. Running handlers go on.</summary>
    public List<DeliveryInHand> TakeNotBegun()
    {
        var taken = _placed.Where(placed => !placed.HasBegun).ToList();
        foreach (var asking in taken)
            Finish(asking);
        while (_waiting.TryDequeue(out var waiting) || _waitingAlone.TryDequeue(out waiting))
        {
            _deliveries.Remove(waiting.Key);
            taken.Add(waiting);
        }

        ConsumerMetrics.Dropped.Add(taken.Count);
        return taken;
    }

    /// <summary>Moves deliveries to those that are to run alone, whose later attempt says so.</summary>
    private void MoveToAlone()
    {
        for (var left = _waiting.Count; left > 0; left--)
        {
            var waiting = _waiting.Dequeue();
            (waiting.Deliver.Alone ? _waitingAlone : _waiting).Enqueue(waiting);
        }
    }

    private void TakeEnding(Queue<DeliveryInHand> from, TimeSpan now, List<DeliveryInHand> ending)
    {
        for (var left = from.Count; left > 0; left--)
        {
            var waiting = from.Dequeue();
            if (waiting.IsLeaseEnding(now))
            {
                _deliveries.Remove(waiting.Key);
                ending.Add(waiting);
            }
            else
            {
                from.Enqueue(waiting);
            }
        }
    }

    private void Dequeue(DeliveryInHand next)
    {
        if (!_waiting.TryPeek(out var first) || first != next)
            _waitingAlone.Dequeue();
        else
            _waiting.Dequeue();
    }
}
