namespace Coordinator.Recovery;

/// <summary>A stretch of the journal that was read: what had ended there has ended for good, so only the open ones can have moved.</summary>
/// <param name="After">Its first place is behind this one.</param>
/// <param name="UpTo">Its last place.</param>
/// <param name="Prepares">How many prepares were seen in it; one more means that a slow writer's has come.</param>
/// <param name="Open">The places of the prepares that were open.</param>
internal sealed record ReadRange(long After, long UpTo, long Prepares, IReadOnlyList<long> Open);
