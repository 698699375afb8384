using System.Globalization;

namespace Coordinator.Bench.Targets;

/// <summary>Numbers as tables show them.</summary>
internal static class Figure
{
    public static string Rate(double perSecond) => $"{Number(perSecond)}/s";

    public static string Ms(double milliseconds) => $"{Number(milliseconds)} ms";

    public static string Seconds(double? seconds) => seconds is { } known ? $"{Number(known)} s" : "never";

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.##" : Math.Abs(value) < 100 ? "0.#" : "N0", CultureInfo.InvariantCulture);
}
