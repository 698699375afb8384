namespace Coordinator.Recovery;

/// <summary>Range of the journal that was read. A transaction that had ended in it stays ended, so only the open ones can change.</summary>
/// <param name="After">Ordering before the range.</param>
/// <param name="UpTo">Last ordering of the range.</param>
/// <param name="Prepares">Number of prepares in the range. One more means that a slow write has become visible.</param>
/// <param name="Open">Orderings of the prepares that were open.</param>
internal sealed record ReadRange(long After, long UpTo, long Prepares, IReadOnlyList<long> Open);
