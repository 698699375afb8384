namespace Coordinator.Bench.Load;

/// <summary>Figures about the checks that a producer answered.</summary>
/// <param name="Asked">Number of checks, repeated ones included.</param>
/// <param name="Transactions">Number of different transactions.</param>
/// <param name="MostAtOnce">Largest number of checks that waited for their answer at the same time.</param>
/// <param name="MostPerSecond">Largest number of checks that arrived within one second.</param>
/// <param name="First">Time of the first check.</param>
/// <param name="Last">Time at which the last transaction was checked for the first time.</param>
internal sealed record CheckFigures(long Asked, long Transactions, int MostAtOnce, int MostPerSecond, long First, long Last);
