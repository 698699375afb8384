namespace Coordinator.Contracts.Consuming;

/// <summary>One hand-over of one message to one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Queue">The queue that the message is in.</param>
/// <param name="Offset">Its place there; dense, counted from 1.</param>
/// <param name="Attempt">Which hand-over of this message to this group it is, counted from 1.</param>
public readonly record struct DeliveryId(ConsumerGroup Group, QueueId Queue, long Offset, int Attempt);
