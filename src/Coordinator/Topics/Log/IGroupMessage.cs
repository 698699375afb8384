using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Log;

/// <summary>Message to the delivery of one queue to one group. The log of the queue, its parent, forwards the message.</summary>
internal interface IGroupMessage : IQueueMessage
{
    ConsumerGroup Group { get; }

    /// <summary>Answer when the topic does not have the group; <c>null</c> for none.</summary>
    /// <param name="end">End of the queue.</param>
    INodeMessage? WhenAbsent(QueueEnd end) => null;
}

/// <summary>Message after which a group may need entries again that it had settled.</summary>
internal interface IPutsBack : IGroupMessage;

/// <summary>Message that attaches a consumer to a group. The first one lets the group begin, or go on.</summary>
internal interface IAttaches : IGroupMessage;

/// <summary>Creates the props of the actor that delivers a queue to a group, as a child of the log.</summary>
/// <param name="queue">The queue.</param>
/// <param name="group">The group.</param>
/// <param name="generation">Number that tells the group from earlier ones of its name.</param>
/// <param name="log">Log of the queue, for <see cref="ReadQueue" />. It outlives the delivery.</param>
internal delegate Props GroupDeliveryFactory(QueueId queue, ConsumerGroup group, int generation, IActorRef log);

/// <summary>
/// Sent by a group delivery to its log: the group has no consumers, and the delivery may be stopped. A delivery stops only when the
/// log tells it to, so no message between the two is lost. The next message for the group starts it again.
/// </summary>
internal sealed record GroupIdle(ConsumerGroup Group);

/// <summary>Sent by a log to a group delivery, after all forwarded messages: save the progress and stop.</summary>
/// <param name="Force">
/// True when the log stops too. When false, a delivery that has consumers again answers with <see cref="GroupBusy" /> and
/// continues.
/// </param>
internal sealed record StopGroup(bool Force);

internal sealed record GroupBusy(ConsumerGroup Group);
