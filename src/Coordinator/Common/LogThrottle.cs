namespace Coordinator.Common;

/// <summary>
/// Limits the log of what may happen often: one line per cause and ten seconds, which counts those that were left out. All causes together
/// have at most 20 lines in that time, because a peer may choose the names of causes. Safe for concurrent use.
/// </summary>
internal sealed class LogThrottle(TimeProvider time)
{
    private const int MaxCauses = 256;
    private const int MaxLines = 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly BoundedMap<string, (long? LoggedAt, long LeftOut)> _causes = new(MaxCauses);
    private long? _countedSince;
    private int _lines;

    /// <summary>True when a line is due.</summary>
    /// <param name="cause">Cause of the line.</param>
    /// <param name="leftOut">Lines of the cause that were left out since the last one.</param>
    public bool IsDue(string cause, out long leftOut)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var last = _causes.TryGetValue(cause, out var known) ? known : (LoggedAt: null, LeftOut: 0);
            leftOut = last.LeftOut;
            if (IsWithinPeriod(last.LoggedAt, now) || !TryCountLine(now))
            {
                _causes.Set(cause, (last.LoggedAt, leftOut + 1));
                return false;
            }

            _causes.Set(cause, (now, 0));
            return true;
        }
    }

    private bool TryCountLine(long now)
    {
        if (!IsWithinPeriod(_countedSince, now))
            (_countedSince, _lines) = (now, 0);
        return ++_lines <= MaxLines;
    }

    private bool IsWithinPeriod(long? since, long now) => since is { } start && time.GetElapsedTime(start, now) < Period;
}
