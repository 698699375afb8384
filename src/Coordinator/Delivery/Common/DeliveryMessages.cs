using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Common;

/// <summary>
/// A session has a consumer for a queue. Answered with a <see cref="ConsumerAttached" /> once the group's place in the
/// queue is durable. Sessions repeat it now and then, so that a queue that moved or restarted learns of its consumers
/// again; a repetition changes nothing else. The delivery watches the session, and sends it <see cref="Deliver" />.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The consumer group.</param>
/// <param name="Instance">The member, for people.</param>
/// <param name="Session">Where deliveries go.</param>
/// <param name="Start">Where the group starts if this queue has never seen it.</param>
/// <param name="Tags">The group's filter; empty for all.</param>
/// <param name="Room">How many unsettled deliveries of this queue the member takes at a time.</param>
/// <param name="Lease">How long a delivery may go unsettled; <c>null</c> for the coordinator's default.</param>
internal sealed record AttachConsumer(
    QueueId Queue,
    ConsumerGroup Group,
    InstanceId Instance,
    IActorRef Session,
    StartPosition Start,
    IReadOnlyCollection<string> Tags,
    int Room,
    TimeSpan? Lease) : IGroupMessage, IDeliverySignal;

internal sealed record ConsumerAttached(QueueId Queue, ConsumerGroup Group) : INodeMessage;

/// <summary>The session's member leaves the group; its unsettled deliveries go to others at once. Not answered.</summary>
internal sealed record DetachConsumer(QueueId Queue, ConsumerGroup Group, IActorRef Session) : IGroupMessage, IDeliverySignal;

/// <summary>A member settled a delivery. Not answered.</summary>
internal sealed record SettleDelivery(Settle Settle) : IGroupMessage, IDeliverySignal
{
    public QueueId Queue => Settle.Delivery.Queue;

    public ConsumerGroup Group => Settle.Delivery.Group;
}
