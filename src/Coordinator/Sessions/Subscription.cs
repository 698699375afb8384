using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;

namespace Coordinator.Sessions;

/// <summary>A session's member of one group on one topic, at all of the topic's queues.</summary>
internal sealed class Subscription(Subscribe subscribe, long started)
{
    private readonly HashSet<int> _missing = [];
    public Subscribe Subscribe => subscribe;

    /// <summary>The tick of its beginning.</summary>
    public long Started => started;

    /// <summary>0 until the topic has answered.</summary>
    public int QueueCount { get; private set; }

    public bool TopicKnown => QueueCount > 0;

    /// <summary>All queues know of it.</summary>
    public bool Attached => TopicKnown && _missing.Count == 0;

    public void Join(int queueCount)
    {
        QueueCount = queueCount;
        _missing.UnionWith(Enumerable.Range(0, queueCount));
    }

    /// <summary>Whether this was the last queue that was waited for.</summary>
    public bool Confirm(QueueId queue) => _missing.Remove(queue.Number) && _missing.Count == 0;

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
