namespace Coordinator.Formation;

/// <summary>Time for which a lease has been seen with the same owner and validity, by a node that was or was not in a cluster all the time.</summary>
internal sealed class LeaseClock(TimeProvider time)
{
    private (string? Owner, LeaseValidity? Validity, bool IsMember) _last;
    private long? _since;

    public TimeSpan SinceSame(LeaseRow? lease, bool isMember)
    {
        var seen = (lease?.Owner, lease?.Validity, isMember);
        if (_since is not { } since || seen != _last)
        {
            (_last, _since) = (seen, time.GetTimestamp());
            return TimeSpan.Zero;
        }

        return time.GetElapsedTime(since);
    }
}
