namespace Coordinator.Bench.Floors;

/// <param name="PerSecond">Transactions a second.</param>
/// <param name="Median">Of the time that one waited for its rows.</param>
internal sealed record FloorFigures(double PerSecond, TimeSpan Median);
