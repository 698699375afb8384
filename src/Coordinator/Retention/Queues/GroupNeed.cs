using Coordinator.Contracts;

namespace Coordinator.Retention.Queues;

/// <summary>Entries of a queue that a group has not settled, as its progress is saved.</summary>
/// <param name="Group">The group.</param>
/// <param name="Cursor">Offset up to which it has read.</param>
/// <param name="Pending">Offsets up to the cursor that are not settled, sorted.</param>
/// <param name="DeadLettering">Those of them whose dead letter is being written.</param>
internal sealed record GroupNeed(ConsumerGroup Group, long Cursor, IReadOnlyList<long> Pending, IReadOnlyList<long> DeadLettering)
{
    /// <summary>First offset that the group needs. What it has below the first that is kept are copies, or it has missed it.</summary>
    public long From(long firstKept) => Pending.FirstOrDefault(offset => offset >= firstKept, Math.Max(Cursor + 1, firstKept));

    /// <summary>First offset that must be kept for a dead letter; <c>null</c> when there is none.</summary>
    public long? FromOfDeadLetters(long firstKept) => DeadLettering.Cast<long?>().FirstOrDefault(offset => offset >= firstKept);

    /// <summary>Number of entries in a range that the group has not settled.</summary>
    public long Unsettled(long firstKept, long before) =>
        Pending.Count(offset => offset >= firstKept && offset < before) + Math.Max(0, before - Math.Max(Cursor + 1, firstKept));
}
