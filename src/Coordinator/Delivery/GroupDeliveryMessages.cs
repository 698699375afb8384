using Akka.Actor;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery;

internal sealed record PositionFound(int Run, QueuePosition At) : IOutdated;

/// <summary>The log has no entry at the offset of a dead letter that is to be replayed.</summary>
internal sealed record EntryMissing(long Offset) : IOutdated;

internal sealed record PendingRead(int Run, ProgressToOpen Progress) : IOutdated;

/// <summary>A step that the delivery depends on failed.</summary>
internal sealed record StepFailed(int Run, string Step, Exception Cause) : IOutdated;

internal sealed record Idle : IOutdated
{
    public static readonly Idle Instance = new();
}

internal sealed record BackOffEnded : IOutdated
{
    public static readonly BackOffEnded Instance = new();
}
