namespace Coordinator.Bench.Floors;

/// <param name="PerSecond">Transactions a second.</param>
/// <param name="Median">Of the time that one waited for its rows.</param>
internal sealed record FloorFigures(double PerSecond, TimeSpan Median)
{
    /// <summary>Of each transaction.</summary>
    public int Rows { get; init; }

    /// <summary>The messages of those rows together.</summary>
    public int Bytes { get; init; }
}
