namespace Coordinator.Formation;

/// <summary>Asks <see cref="ClusterFormation" /> to stop, and to give the lease up if no other node keeps it. Answered by <c>Done</c>.</summary>
internal sealed record LeaveLease
{
    public static readonly LeaveLease Instance = new();
}
