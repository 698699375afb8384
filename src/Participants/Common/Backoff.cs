namespace Coordinator.Participants.Common;

/// <summary>
/// Waits that double up to a limit, each shortened by up to half at random so that many who failed together return apart.
/// </summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max, Func<double> jitter)
{
    /// <summary>The wait after that many failures in a row, counted from 1.</summary>
    public TimeSpan After(int failures)
    {
        var doublings = Math.Clamp(failures - 1, 0, 30);
        var full = Math.Min(min.Ticks * (double)(1L << doublings), max.Ticks);
        return TimeSpan.FromTicks((long)(full * (1 - (jitter() / 2))));
    }
}
