using Coordinator.Bench.Pauses;

namespace Coordinator.Bench.Floors;

/// <param name="PerSecond">Transactions a second.</param>
/// <param name="Median">Median time that a transaction waited for its rows.</param>
internal sealed record FloorFigures(double PerSecond, TimeSpan Median)
{
    /// <summary>Gets the median of the waits that overlap no stop of the machine.</summary>
    public TimeSpan MedianWithoutStops { get; init; }

    /// <summary>Gets the stops of the machine within the measured time.</summary>
    public StopFigures? Stops { get; init; }

    /// <summary>Gets the number of rows of each transaction.</summary>
    public int Rows { get; init; }

    /// <summary>Gets the total size of the messages of those rows, in bytes.</summary>
    public int Bytes { get; init; }
}
