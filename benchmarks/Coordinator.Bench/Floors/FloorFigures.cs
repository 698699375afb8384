using Coordinator.Bench.Pauses;

namespace Coordinator.Bench.Floors;

/// <param name="PerSecond">Transactions a second.</param>
/// <param name="Median">Of the time that one waited for its rows.</param>
internal sealed record FloorFigures(double PerSecond, TimeSpan Median)
{
    /// <summary>Gets the median of the waits that overlap no stop of the machine.</summary>
    public TimeSpan MedianWithoutStops { get; init; }

    /// <summary>Gets the stops of the machine within the measured time.</summary>
    public StopFigures? Stops { get; init; }

    /// <summary>Of each transaction.</summary>
    public int Rows { get; init; }

    /// <summary>The messages of those rows together.</summary>
    public int Bytes { get; init; }
}
