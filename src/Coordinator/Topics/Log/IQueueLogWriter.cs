using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>Writes the log of queues.</summary>
internal interface IQueueLogWriter
{
    /// <summary>
    /// Stores appends at the end of a log. An append whose companion's sequence number is taken is refused whole, and the others are
    /// stored without a gap.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="after">Last offset of its log. If a higher one exists, the write fails and nothing is stored.</param>
    /// <param name="appends">Appends, at least one, of different transactions.</param>
    /// <param name="ended">Called once, on any thread.</param>
    void Write(QueueId queue, long after, IReadOnlyList<PlannedAppend> appends, Action<QueueLogWritten> ended);

    /// <summary>Makes durable that a log begins at an offset. Returns the bounds that are in force. Nothing is deleted yet.</summary>
    Task<EventBounds> RaiseAsync(QueueId queue, long firstKept);

    /// <summary>Keeps a copy of an entry for a group, which reads it when the entry is deleted. A second copy changes nothing.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="group">The group.</param>
    /// <param name="entry">The entry.</param>
    Task CopyAsync(QueueId queue, ConsumerGroup group, QueueEntry entry);

    /// <summary>Deletes what is before the first offset that is kept. Returns the number of entries.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="after">Offset up to which an earlier deletion has left nothing.</param>
    Task<long> DeleteAsync(QueueId queue, long after);
}

/// <summary>Result of a write.</summary>
/// <param name="Refused">Appends that were refused. Those that were not have the next offsets, in their order.</param>
/// <param name="Cause">Error: whether anything is stored is unknown. <c>null</c> when the write is durable.</param>
internal sealed record QueueLogWritten(IReadOnlyCollection<PlannedAppend> Refused, Exception? Cause = null);
