using System.Diagnostics;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Pauses;

/// <summary>Stops of the machine within the measured time.</summary>
/// <param name="Count">Number of stops.</param>
/// <param name="LongestMs">Length of the longest stop in milliseconds.</param>
/// <param name="TotalMs">Length of all stops together in milliseconds.</param>
/// <param name="LongestAt">Time at which the longest stop began, to find it in a log of the machine.</param>
/// <param name="RealTime">
/// Whether the probe ran with real-time priority. Without it, a stop may also be a wait for a core that the load kept busy.
/// </param>
internal sealed record StopFigures(int Count, double LongestMs, double TotalMs, DateTimeOffset? LongestAt, bool RealTime)
{
    public static StopFigures Of(ProbeReport report, Window window, TimeProvider time)
    {
        var stops = report.MachineStops.Within(window);
        var longest = stops.Longest;
        return new StopFigures(
            stops.Count,
            Ms(longest is { } stop ? MachineStops.Length(stop) : TimeSpan.Zero),
            Ms(stops.Total),
            longest is { } at ? time.GetUtcNow() - Stopwatch.GetElapsedTime(at.From) : null,
            report.RealTime);
    }

    private static double Ms(TimeSpan length) => Math.Round(length.TotalMilliseconds, 2);
}
