using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Sessions;

/// <summary>Subscription of a session to a topic for one group, with all queues of the topic.</summary>
internal sealed class Subscription(Subscribe subscribe, long started)
{
    private readonly HashSet<int> _unconfirmed = [];

    // Queues that had confirmed the consumer, and whose delivery has ended since: they moved or failed.
    private readonly HashSet<int> _lost = [];
    private readonly Dictionary<int, IActorRef> _deliveries = [];

    public Subscribe Subscribe => subscribe;

    /// <summary>Tick at which the subscription started.</summary>
    public long Started => started;

    /// <summary>Number of queues of the topic; 0 until the topic has answered.</summary>
    public int QueueCount { get; private set; }

    public bool TopicKnown => QueueCount > 0;

    /// <summary>True when all queues have confirmed the consumer.</summary>
    public bool Attached => TopicKnown && _unconfirmed.Count == 0;

    public void Join(int queueCount)
    {
        QueueCount = queueCount;
        _unconfirmed.UnionWith(Enumerable.Range(0, queueCount));
    }

    /// <summary>
    /// Records the confirmation of a queue by its delivery to the group. True when the participant is to hear that it consumes: it was the
    /// last queue, or one that had been lost.
    /// </summary>
    public bool Confirm(QueueId queue, IActorRef delivery)
    {
        if (Has(queue))
            _deliveries[queue.Number] = delivery;
        return _lost.Remove(queue.Number) || (_unconfirmed.Remove(queue.Number) && _unconfirmed.Count == 0);
    }

    /// <summary>Records that the delivery of a queue has ended; false when it is not one of these queues.</summary>
    public bool Lose(IActorRef delivery)
    {
        var lost = _deliveries.Where(known => known.Value.Equals(delivery)).Select(known => known.Key).ToList();
        foreach (var number in lost)
        {
            _deliveries.Remove(number);
            if (!_unconfirmed.Contains(number))
                _lost.Add(number);
        }

        return lost.Count > 0;
    }

    public bool Has(QueueId queue) => queue.Topic == subscribe.Topic && queue.Number >= 0 && queue.Number < QueueCount;

    public void AttachTo(IActorRef queues, InstanceId instance, IActorRef session) =>
        AttachTo(Enumerable.Range(0, QueueCount), queues, instance, session);

    /// <summary>Attaches the consumer to the queues that have not confirmed it, or were lost.</summary>
    public void AttachToMissing(IActorRef queues, InstanceId instance, IActorRef session) =>
        AttachTo(_lost.Concat(_unconfirmed), queues, instance, session);

    private void AttachTo(IEnumerable<int> numbers, IActorRef queues, InstanceId instance, IActorRef session)
    {
        foreach (var number in numbers)
        {
            queues.Tell(
                new AttachConsumer(
                    new QueueId(subscribe.Topic, number),
                    subscribe.Group,
                    instance,
                    session,
                    subscribe.Start,
                    subscribe.Tags,
                    RoomAt(number),
                    subscribe.Lease,
                    subscribe.Concurrency),
                session);
        }
    }

    /// <summary>
    /// Detaches the consumer from all queues. The notice follows its acknowledgements. That of a loss goes to the actor that confirmed the
    /// consumer. So it comes before Akka's own notice of the session's end, which does not tell why.
    /// </summary>
    public void DetachFrom(IActorRef queues, IActorRef session, ConsumerLoss loss)
    {
        for (var number = 0; number < QueueCount; number++)
        {
            var detach = new DetachConsumer(new QueueId(subscribe.Topic, number), subscribe.Group, session, loss);
            if (loss != ConsumerLoss.None && _deliveries.TryGetValue(number, out var delivery))
                delivery.Tell(detach, session);
            else
                queues.Tell(detach, session);
        }
    }

    private int RoomAt(int number)
    {
        var (share, rest) = Math.DivRem(subscribe.MaxInFlight, QueueCount);
        return Math.Max(1, share + (number < rest ? 1 : 0));
    }
}
