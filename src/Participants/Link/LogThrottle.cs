namespace Coordinator.Participants.Link;

/// <summary>Limits the log of a failure that lasts: it is logged at first, and then once a minute.</summary>
internal sealed class LogThrottle
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _last;

    public bool IsDue(DateTimeOffset now)
    {
        // A clock that was set back must not silence the log.
        if (_last is { } last && now >= last && now - last < Interval)
            return false;
        _last = now;
        return true;
    }

    /// <summary>Ends the failure. The next failure is logged at once.</summary>
    public void Reset() => _last = null;
}
