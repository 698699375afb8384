using Coordinator.Delivery.Common;
using Coordinator.Delivery.Filters;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.Progress;

/// <summary>Saved progress of a group in a queue. The latest snapshot is complete.</summary>
/// <param name="Cursor">Offset up to which the group has read.</param>
/// <param name="Pending">Messages up to the cursor that are not settled, by offset. All others are settled.</param>
/// <param name="Rewound">Last rewind of the group, if there was one.</param>
/// <param name="Replayed">Last letter that was put back, if there was one since the last rewind.</param>
/// <param name="Tag">Random number of the save, to which changes refer; 0 in progress of release 0.1.</param>
/// <param name="Filter">Filter of the group; <c>null</c> in progress of release 0.1.</param>
/// <param name="Skipped">Messages that the group skipped, by tag; <c>null</c> for none.</param>
/// <param name="Missed">Number of messages that were deleted before the group had settled them.</param>
internal sealed record ProgressSnapshot(
    long Cursor,
    IReadOnlyList<PendingOffset> Pending,
    Rewound? Rewound = null,
    ReplayMark? Replayed = null,
    ulong Tag = 0,
    GroupFilter? Filter = null,
    IReadOnlyList<SkippedTag>? Skipped = null,
    long Missed = 0) : IJournaled
{
    /// <summary>
    /// Pending messages that cannot start without their entry: those of release 0.1, whose key and tag are unknown, and those whose dead letter
    /// is to be written.
    /// </summary>
    public IReadOnlyList<PendingOffset> NeedEntries =>
        [.. Pending.Where(pending => pending.NeedsEntry)];

    /// <summary>Offset up to which everything is settled.</summary>
    public long Prefix => Pending.Count == 0 ? Cursor : Pending[0].Offset - 1;
}

/// <param name="Offset">Offset of the message.</param>
/// <param name="Attempt">Number of deliveries so far.</param>
/// <param name="Failures">Number of deliveries that used up the budget.</param>
/// <param name="DueAt">Earliest time of the next delivery.</param>
/// <param name="Reason">Reason of the last failure.</param>
/// <param name="DeadLettering">True while the message is being dead-lettered.</param>
/// <param name="Suspect">True when it may have ended a consumer's process.</param>
/// <param name="Wait">Time from the failure to the next delivery; zero in progress of release 0.1.</param>
/// <param name="Key">Hash of the ordering key, 0 for none; <c>null</c> in progress of release 0.1.</param>
/// <param name="TagHash">Hash of the tag, 0 for none. It does not count without a key.</param>
internal sealed record PendingOffset(
    long Offset,
    int Attempt,
    int Failures,
    DateTimeOffset DueAt,
    string? Reason,
    bool DeadLettering,
    bool Suspect = false,
    TimeSpan Wait = default,
    ulong? Key = null,
    ulong TagHash = 0)
{
    /// <summary>True when it cannot start without its entry.</summary>
    public bool NeedsEntry => Key is null || DeadLettering;
}
