using System.Diagnostics;
using System.Globalization;

namespace Coordinator.Bench.Measuring;

/// <summary>
/// The time that is measured, by the machine's monotonic clock, which all processes share: work begins before it, to warm up.
/// </summary>
internal readonly record struct Window(long From, long Until)
{
    public double Seconds => Stopwatch.GetElapsedTime(From, Until).TotalSeconds;

    public static Window After(TimeSpan warmUp, TimeSpan length)
    {
        var from = Stopwatch.GetTimestamp() + TicksOf(warmUp);
        return new Window(from, from + TicksOf(length));
    }

    public static Window Parse(string from, string until) =>
        new(long.Parse(from, CultureInfo.InvariantCulture), long.Parse(until, CultureInfo.InvariantCulture));

    public static long TicksOf(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    public static TimeSpan TimeTo(long timestamp) => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp);

    public bool Has(long timestamp) => timestamp >= From && timestamp < Until;
}
