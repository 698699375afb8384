using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Addressed to the delivery of one queue to one group; the queue's log, its parent, forwards it.</summary>
internal interface IGroupMessage : IQueueMessage
{
    ConsumerGroup Group { get; }
}

/// <summary>Makes the actor that delivers a queue to a group, as a child of the queue's log.</summary>
/// <param name="queue">The queue.</param>
/// <param name="group">The group.</param>
/// <param name="log">The queue's log, for <see cref="ReadQueue" />; it lives longer than the delivery.</param>
internal delegate Props GroupDeliveryFactory(QueueId queue, ConsumerGroup group, IActorRef log);

/// <summary>
/// From a group delivery to its log: it has no consumers any more and may be stopped. A delivery does not stop before it is
/// told to, so that no message is lost between the two; the next message for the group starts it anew.
/// </summary>
internal sealed record GroupIdle(ConsumerGroup Group);

/// <summary>From a log to a group delivery, behind all that was forwarded to it: save where the group is, and stop.</summary>
/// <param name="Force">
/// The log stops too. If not, a delivery that has got consumers again answers with <see cref="GroupBusy" /> and goes on.
/// </param>
internal sealed record StopGroup(bool Force);

internal sealed record GroupBusy(ConsumerGroup Group);
