namespace Coordinator.EndToEnd.Tests.Participants;

/// <summary>Longest time between two events in a row. Safe for concurrent use.</summary>
internal sealed class Gaps
{
    private readonly Lock _lock = new();
    private long? _last;

    public TimeSpan Longest { get; private set; }

    /// <summary>Time of day at which the longest one ended, to find it in the logs.</summary>
    public DateTimeOffset LongestEnded { get; private set; }

    public int Count { get; private set; }

    /// <param name="now">Time of an event.</param>
    public void Add(long now)
    {
        lock (_lock)
        {
            if (_last is { } last && TimeProvider.System.GetElapsedTime(last, now) is var gap && gap > Longest)
                (Longest, LongestEnded) = (gap, TimeProvider.System.GetUtcNow());
            if (_last is null || now > _last)
                _last = now;
            Count++;
        }
    }

    public void Forget()
    {
        lock (_lock)
            (Longest, Count, _last) = (TimeSpan.Zero, 0, TimeProvider.System.GetTimestamp());
    }
}
