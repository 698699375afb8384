using Coordinator.Contracts;

namespace Coordinator.Participants.Inbox;

/// <summary>Deliveries of a queue to a group that never come again, as the coordinator knows them. It is no matter of age.</summary>
/// <param name="Group">The consumer group.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Epoch">Log of the queue that the offsets belong to.</param>
/// <param name="Before">Every message below this offset is settled for good, unless it is excepted.</param>
/// <param name="Except">Offsets below that may still be delivered, such as those of dead letters.</param>
public sealed record SettledDeliveries(ConsumerGroup Group, QueueId Queue, long Epoch, long Before, IReadOnlyCollection<long> Except);
