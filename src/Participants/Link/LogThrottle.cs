namespace Coordinator.Participants.Link;

/// <summary>What lasts is said at first, and once a minute from then on: not each time, and not only once.</summary>
internal sealed class LogThrottle
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _last;

    public bool IsDue(DateTimeOffset now)
    {
        // A clock that was set back silences nothing.
        if (_last is { } last && now >= last && now - last < Interval)
            return false;
        _last = now;
        return true;
    }

    /// <summary>It is over; the next time is a first time.</summary>
    public void Reset() => _last = null;
}
