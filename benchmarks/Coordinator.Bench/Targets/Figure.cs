using System.Globalization;
using Coordinator.Bench.Reporting;

namespace Coordinator.Bench.Targets;

/// <summary>Numbers as tables show them.</summary>
internal static class Figure
{
    public static string Rate(double perSecond) => $"{Number(perSecond)}/s";

    public static string Ms(double milliseconds) => $"{Number(milliseconds)} ms";

    /// <summary>Shows p99 without stops of the machine beside a raw figure; nothing when the machine did not stop.</summary>
    public static string WithoutStops(RunFigures run) => run is { Stops: { Count: > 0 } stops, WithoutStops: { } latencies }
        ? $"(stops of the machine: {Ms(stops.TotalMs)}, longest {Ms(stops.LongestMs)}; p99 without them {Ms(latencies.EndToEnd.P99)})"
        : "";

    public static string Seconds(double? seconds) => seconds is { } known ? $"{Number(known)} s" : "never";

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.##" : Math.Abs(value) < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture);
}
