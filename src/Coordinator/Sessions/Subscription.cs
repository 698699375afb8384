using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Sessions;

/// <summary>Subscription of a session to a topic for one group, with all queues of the topic.</summary>
internal sealed class Subscription(Subscribe subscribe, long started)
{
    private readonly HashSet<int> _unconfirmed = [];
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

    /// <summary>Records the confirmation of a queue; true when it was the last one.</summary>
    public bool Confirm(QueueId queue) => _unconfirmed.Remove(queue.Number) && _unconfirmed.Count == 0;

    public bool Has(QueueId queue) => queue.Topic == subscribe.Topic && queue.Number >= 0 && queue.Number < QueueCount;

    public void AttachTo(IActorRef queues, InstanceId instance, IActorRef session)
    {
        for (var number = 0; number < QueueCount; number++)
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
                    subscribe.Lease),
                session);
        }
    }

    public void DetachFrom(IActorRef queues, IActorRef session)
    {
        for (var number = 0; number < QueueCount; number++)
            queues.Tell(new DetachConsumer(new QueueId(subscribe.Topic, number), subscribe.Group, session), session);
    }

    private int RoomAt(int number)
    {
        var (share, rest) = Math.DivRem(subscribe.MaxInFlight, QueueCount);
        return Math.Max(1, share + (number < rest ? 1 : 0));
    }
}
