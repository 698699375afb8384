using System.Diagnostics;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Pauses;

/// <summary>Stops of the machine in the order of time. They do not overlap each other.</summary>
internal sealed class MachineStops(IEnumerable<MachineStop> stops)
{
    private readonly MachineStop[] _stops = [.. stops.OrderBy(stop => stop.From)];

    /// <summary>Gets the stops of a machine that never stopped.</summary>
    public static MachineStops None { get; } = new([]);

    public int Count => _stops.Length;

    public TimeSpan Total => _stops.Aggregate(TimeSpan.Zero, (sum, stop) => sum + Length(stop));

    /// <summary>Gets the longest stop; <c>null</c> when there is none.</summary>
    public MachineStop? Longest => _stops.Length == 0 ? null : _stops.MaxBy(Length);

    public static TimeSpan Length(MachineStop stop) => Stopwatch.GetElapsedTime(stop.From, stop.Until);

    /// <summary>Cuts the stops to the part that lies within a window.</summary>
    public MachineStops Within(Window window) => new(_stops
        .Select(stop => new MachineStop(Math.Max(stop.From, window.From), Math.Min(stop.Until, window.Until)))
        .Where(stop => stop.Until > stop.From));

    /// <summary>Returns whether the machine stopped while the sample was under way.</summary>
    public bool Overlap(Sample sample)
    {
        var (low, high) = (0, _stops.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_stops[middle].Until > sample.From)
                high = middle;
            else
                low = middle + 1;
        }

        return low < _stops.Length && _stops[low].From < sample.Until;
    }

    /// <summary>Counts the samples that overlap no stop.</summary>
    public LatencyHistogram Without(IEnumerable<Sample> samples)
    {
        var histogram = new LatencyHistogram();
        foreach (var sample in samples)
        {
            if (!Overlap(sample))
                histogram.Record(Stopwatch.GetElapsedTime(sample.From, sample.Until));
        }

        return histogram;
    }
}
