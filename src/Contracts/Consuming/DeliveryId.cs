namespace Coordinator.Contracts.Consuming;

/// <summary>Id of one delivery of one message to one group.</summary>
/// <param name="Group">The group.</param>
/// <param name="Queue">The queue that the message is in.</param>
/// <param name="Offset">Offset of the message in the queue, counted from 1 without gaps.</param>
/// <param name="Attempt">Number of this delivery of the message to the group, counted from 1.</param>
public readonly record struct DeliveryId(ConsumerGroup Group, QueueId Queue, long Offset, int Attempt)
{
    /// <summary>
    /// Log of the queue that the offset belongs to. Another coordinator, or one that was restored from a backup, has another epoch, and may give
    /// the same offset to another message.
    /// </summary>
    public long Epoch { get; init; }
}
