namespace Coordinator.Common;

/// <summary>
/// Limits the log of what may happen often: one line per cause and ten seconds, which counts those that were left out. Safe for concurrent
/// use.
/// </summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private const int MaxCauses = 256;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly BoundedMap<string, (long LoggedAt, long LeftOut)> _causes = new(MaxCauses);

    /// <summary>True when a line is due.</summary>
    /// <param name="cause">Cause of the line.</param>
    /// <param name="leftOut">Lines of the cause that were left out since the last one.</param>
    public bool IsDue(string cause, out long leftOut)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            leftOut = 0;
            if (_causes.TryGetValue(cause, out var last))
            {
                leftOut = last.LeftOut;
                if (time.GetElapsedTime(last.LoggedAt, now) < Period)
                {
                    _causes.Set(cause, (last.LoggedAt, leftOut + 1));
                    return false;
                }
            }

            _causes.Set(cause, (now, 0));
            return true;
        }
    }
}
