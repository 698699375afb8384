using Coordinator.Delivery.Common;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.Progress;

/// <summary>Saved progress of a group in a queue. The latest snapshot is complete.</summary>
/// <param name="Cursor">Offset up to which the group has read.</param>
/// <param name="Pending">Messages up to the cursor that are not settled, by offset. All others are settled.</param>
/// <param name="Rewound">Last rewind of the group, if there was one.</param>
internal sealed record ProgressSnapshot(long Cursor, IReadOnlyList<PendingOffset> Pending, Rewound? Rewound = null) : IJournaled
{
    /// <summary>Offset up to which everything is settled.</summary>
    public long Prefix => Pending.Count == 0 ? Cursor : Pending[0].Offset - 1;
}

/// <param name="Offset">Offset of the message.</param>
/// <param name="Attempt">Number of deliveries so far.</param>
/// <param name="Failures">Number of deliveries that used up the budget.</param>
/// <param name="DueAt">Earliest time of the next delivery.</param>
/// <param name="Reason">Reason of the last failure.</param>
/// <param name="DeadLettering">True while the message is being dead-lettered.</param>
internal sealed record PendingOffset(
    long Offset,
    int Attempt,
    int Failures,
    DateTimeOffset DueAt,
    string? Reason,
    bool DeadLettering);
