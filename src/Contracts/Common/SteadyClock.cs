using Akka.Actor;

namespace Coordinator.Contracts.Common;

/// <summary>
/// Clock for leases, waits and time limits. It starts at the time of day and then advances steadily, whatever happens to the time of day.
/// So setting a clock back or forward ends none of them and delays none.
/// </summary>
/// <param name="timeOfDay">Clock that may be set.</param>
/// <param name="elapsed">Time since any start, which only grows.</param>
internal sealed class SteadyClock(Func<DateTimeOffset> timeOfDay, Func<TimeSpan> elapsed)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(100);

    private readonly DateTimeOffset _start = timeOfDay() - elapsed();
    private TimeSpan _ahead;

    /// <summary>Time of this clock. Compare it with times of the same clock only.</summary>
    public DateTimeOffset Now => _start + elapsed();

    /// <summary>Creates the clock of an actor.</summary>
    public static SteadyClock Of(IScheduler scheduler) => new(() => scheduler.Now, () => scheduler.MonotonicClock);

    /// <summary>
    /// Returns when something is due by this clock that is due at a time of day. It waits no longer than <paramref name="longest" />: the
    /// clock that gave the time of day may have been ahead.
    /// </summary>
    public DateTimeOffset Due(DateTimeOffset at, TimeSpan longest)
    {
        var (now, due) = (Now, at - Ahead());
        return due < now ? now : due - now < longest ? due : now + longest;
    }

    /// <summary>Returns the time of day at a time of this clock, as far as it is known now.</summary>
    public DateTimeOffset TimeOfDayAt(DateTimeOffset time) => time + Ahead();

    /// <summary>
    /// Returns by how much the time of day is ahead. The two clocks have steps of different sizes, and what is due in an order must stay so.
    /// So the value is kept until it is off by more than a step.
    /// </summary>
    private TimeSpan Ahead()
    {
        var ahead = timeOfDay() - Now;
        if ((ahead - _ahead).Duration() > Tolerance)
            _ahead = ahead;
        return _ahead;
    }
}
