namespace Coordinator.Tests;

/// <summary>Clock that a test moves. Its timers run within <see cref="Advance" />.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];

    private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(50);

    /// <summary>Number of timers that exist.</summary>
    public int Timers
    {
        get
        {
            lock (_timers)
                return _timers.Count;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_timers)
            _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan duration)
    {
        var end = _now + duration;
        while (NextDue() is { } next && next.Due <= end)
        {
            _now = next.Due > _now ? next.Due : _now;
            next.Run();
        }

        _now = end;
    }

    private ManualTimer? NextDue()
    {
        lock (_timers)
            return _timers.MinBy(timer => timer.Due);
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time._now + dueTime;
            _period = period;
            return true;
        }

        public void Run()
        {
            Due = _period == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : Due + _period;
            callback(state);
        }

        public void Dispose()
        {
            lock (time._timers)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
