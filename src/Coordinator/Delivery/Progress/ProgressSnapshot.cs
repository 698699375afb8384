using Coordinator.Delivery.Common;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Delivery.Progress;

/// <summary>A group's progress in a queue as it is saved: the latest one says all.</summary>
/// <param name="Cursor">Everything up to this offset was read.</param>
/// <param name="Pending">What of that is not settled, by offset. Everything else up to the cursor is.</param>
/// <param name="Rewound">Who moved the group last, if anybody ever did.</param>
internal sealed record ProgressSnapshot(long Cursor, IReadOnlyList<PendingOffset> Pending, Rewound? Rewound = null) : IJournaled
{
    /// <summary>The acknowledged prefix: everything up to this offset is settled.</summary>
    public long Prefix => Pending.Count == 0 ? Cursor : Pending[0].Offset - 1;
}

/// <param name="Offset">The message.</param>
/// <param name="Attempt">Hand-overs so far.</param>
/// <param name="Failures">Those that used up the budget.</param>
/// <param name="DueAt">Not handed over before.</param>
/// <param name="Reason">Of the last failure.</param>
/// <param name="DeadLettering">On its way to the dead letters.</param>
internal sealed record PendingOffset(
    long Offset,
    int Attempt,
    int Failures,
    DateTimeOffset DueAt,
    string? Reason,
    bool DeadLettering);
