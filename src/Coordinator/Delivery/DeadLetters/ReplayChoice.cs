namespace Coordinator.Delivery.DeadLetters;

/// <summary>Letters that a replay starts with.</summary>
/// <param name="Numbers">Numbers of the letters in order; <c>null</c> for all up to <paramref name="UpTo" />.</param>
/// <param name="UpTo">Highest number of the letters; 0 when there are none.</param>
/// <param name="Total">Number of letters.</param>
internal sealed record ReplayChoice(IReadOnlyList<long>? Numbers, long UpTo, int Total);
