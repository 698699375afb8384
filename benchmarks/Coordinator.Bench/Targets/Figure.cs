using System.Globalization;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Targets;

/// <summary>Formats numbers for tables.</summary>
internal static class Figure
{
    public static string Rate(double perSecond) => $"{Number(perSecond)}/s";

    public static string Ms(double milliseconds) => $"{Number(milliseconds)} ms";

    /// <summary>
    /// Formats the continuation of a raw figure: p99 without stops of the machine. It is empty when the machine did not stop.
    /// </summary>
    public static string WithoutStops(RunFigures run)
    {
        if (run is not { Stops: { Count: > 0 } stops, WithoutStops: { } latencies })
            return "";
        var what = stops.RealTime ? "stops of the machine" : "stops of the machine or waits for a core";
        return $" ({what}: {Ms(stops.TotalMs)}, longest {Ms(stops.LongestMs)}; p99 without them {Ms(latencies.EndToEnd.P99)})";
    }

    public static string Seconds(double? seconds) => seconds is { } known ? $"{Number(known)} s" : "never";

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.##" : Math.Abs(value) < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture);
}
