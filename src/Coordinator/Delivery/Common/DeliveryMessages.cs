using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Common;

/// <summary>
/// Attaches a session's consumer to a queue. Answered with a <see cref="ConsumerAttached" /> when the group's progress in the queue
/// is durable with the consumer's tags. Sessions repeat it at intervals, so that a queue that moved or restarted learns its consumers again. A repetition
/// changes nothing else. The delivery watches the session and sends it <see cref="Deliver" />.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The consumer group.</param>
/// <param name="Instance">Instance of the consumer. It may settle what its sessions get.</param>
/// <param name="Session">Session that gets the deliveries.</param>
/// <param name="Start">Start position of a group that is new to this queue.</param>
/// <param name="Tags">Tags of the messages that the consumer wants; empty for all messages.</param>
/// <param name="Room">Largest number of unsettled deliveries of this queue to the consumer.</param>
/// <param name="Lease">Lease of a delivery; <c>null</c> for the coordinator's default.</param>
/// <param name="Concurrency">Most handlers that the consumer runs at a time; 0 when it does not tell.</param>
internal sealed record AttachConsumer(
    QueueId Queue,
    ConsumerGroup Group,
    InstanceId Instance,
    IActorRef Session,
    StartPosition Start,
    IReadOnlyCollection<string> Tags,
    int Room,
    TimeSpan? Lease,
    int Concurrency = 0) : IAttaches, IDeliverySignal
{
    public INodeMessage WhenAbsent(QueueEnd end) => new ConsumerRefused(Queue, Group);
}

internal sealed record ConsumerAttached(QueueId Queue, ConsumerGroup Group) : INodeMessage;

/// <summary>Tells a session that the topic does not have the group, because it was removed. The session lets it join again, as a new group.</summary>
internal sealed record ConsumerRefused(QueueId Queue, ConsumerGroup Group) : INodeMessage;

/// <summary>Detaches a session's consumer from the group. Its unsettled deliveries go to other consumers at once. Not answered.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Session">The session.</param>
/// <param name="Loss">What is known of the end of the participant.</param>
internal sealed record DetachConsumer(
    QueueId Queue, ConsumerGroup Group, IActorRef Session, ConsumerLoss Loss = ConsumerLoss.None) : IGroupMessage, IDeliverySignal;

/// <summary>
/// Renews the leases of deliveries whose handlers run. It has an effect only when the instance got them. Not answered.
/// </summary>
internal sealed record RenewDeliveries(
    QueueId Queue, ConsumerGroup Group, IReadOnlyList<RunningDelivery> Running, InstanceId Instance, long Epoch = 0) : IGroupMessage, IDeliverySignal;

/// <summary>Asks for leave to begin a suspect's delivery. The session gets a <see cref="Begin" /> if the instance has that delivery.</summary>
internal sealed record BeginDelivery(MayBegin Begin, InstanceId Instance, IActorRef Session) : IGroupMessage, IDeliverySignal
{
    public QueueId Queue => Begin.Delivery.Queue;

    public ConsumerGroup Group => Begin.Delivery.Group;
}

/// <summary>Settles a delivery, which has an effect only when the instance got it. Not answered.</summary>
/// <param name="Settle">Settlement.</param>
/// <param name="Instance">Instance that settles; <c>null</c> from a node of a release that does not tell.</param>
internal sealed record SettleDelivery(Settle Settle, InstanceId? Instance = null) : IGroupMessage, IDeliverySignal
{
    public QueueId Queue => Settle.Delivery.Queue;

    public ConsumerGroup Group => Settle.Delivery.Group;
}
