using Coordinator.Delivery.Filters;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Changes of a group's progress since the save before. Offsets between the cursors that are not pending are settled.
/// </summary>
/// <param name="Tag">Random number of this save.</param>
/// <param name="After">Tag of the save that it changes. A change of another save is not applied, and neither is what follows.</param>
/// <param name="Cursor">Offset up to which the group has read.</param>
/// <param name="Pending">Messages that are pending and are new or have changed, by offset.</param>
/// <param name="Settled">Offsets of messages that were pending in the save before and are settled.</param>
/// <param name="Replayed">Last letter that was put back, if there was one since the last rewind.</param>
/// <param name="Filter">Filter of the group; <c>null</c> when it has not changed.</param>
/// <param name="Skipped">Counts of skipped messages that have changed, by tag; <c>null</c> for none.</param>
/// <param name="Missed">Number of messages that were deleted before the group had settled them.</param>
internal sealed record ProgressChanges(
    ulong Tag,
    ulong After,
    long Cursor,
    IReadOnlyList<PendingOffset> Pending,
    IReadOnlyList<long> Settled,
    ReplayMark? Replayed = null,
    GroupFilter? Filter = null,
    IReadOnlyList<SkippedTag>? Skipped = null,
    long Missed = 0) : IJournaled;
