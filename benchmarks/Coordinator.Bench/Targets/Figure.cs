using System.Globalization;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Targets;

/// <summary>Numbers as tables show them.</summary>
internal static class Figure
{
    public static string Rate(double perSecond) => $"{Number(perSecond)}/s";

    public static string Ms(double milliseconds) => $"{Number(milliseconds)} ms";

    /// <summary>Continues a raw figure with p99 without stops of the machine; empty when the machine did not stop.</summary>
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
