using Coordinator.Contracts.Messages;

namespace Coordinator.Contracts.Consuming;

/// <summary>A message for a member of a group, to be settled before its lease ends.</summary>
/// <param name="Delivery">Which delivery this is; its <see cref="Settle" /> names it.</param>
/// <param name="Id">The same for every redelivery.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">When the transaction was decided, by the coordinator's clock.</param>
/// <param name="Lease">How long it may go unsettled before it is redelivered.</param>
public sealed record Deliver(
    DeliveryId Delivery,
    MessageId Id,
    Message Message,
    DateTimeOffset CommittedAt,
    TimeSpan Lease) : IFrameItem;

/// <summary>One hand-over of one message to one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Queue">The queue that the message is in.</param>
/// <param name="Offset">Its place there; dense, counted from 1.</param>
/// <param name="Attempt">Which hand-over of this message to this group it is, counted from 1.</param>
public readonly record struct DeliveryId(ConsumerGroup Group, QueueId Queue, long Offset, int Attempt);
