namespace Coordinator.Bench.Load;

/// <summary>What a producer saw of the checks that it answered.</summary>
/// <param name="Asked">All of them, repeated ones included.</param>
/// <param name="Transactions">Different transactions.</param>
/// <param name="MostAtOnce">Checks that waited for their answer at the same time.</param>
/// <param name="MostPerSecond">Checks that came within any one second.</param>
/// <param name="First">When the first came.</param>
/// <param name="Last">When the last transaction was asked about for the first time.</param>
internal sealed record CheckFigures(long Asked, long Transactions, int MostAtOnce, int MostPerSecond, long First, long Last);
