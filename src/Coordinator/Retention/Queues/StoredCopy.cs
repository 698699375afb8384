using Coordinator.Contracts;

namespace Coordinator.Retention.Queues;

/// <param name="Ordering">Place of the row in the journal.</param>
/// <param name="Group">Group that keeps the copy.</param>
/// <param name="Queue">Queue of the entry.</param>
/// <param name="Offset">Offset of the entry.</param>
internal sealed record StoredCopy(long Ordering, ConsumerGroup Group, QueueId Queue, long Offset);
