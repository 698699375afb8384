namespace Coordinator.Retention;

/// <summary>Work of retention with its progress, and with the time of its next batch.</summary>
internal sealed class RunningWork(IRetentionWork work)
{
    private DateTimeOffset? _waitsSince;
    private TimeSpan _wait;
    private int _failures;

    public IRetentionWork Work => work;

    public string Name => work.Name;

    public RetentionProgress Progress { get; private set; } = new(work.Name, 0, CompletedAt: null, Bound: null, Failure: null, []);

    public bool IsDue(DateTimeOffset now) => DueIn(now) <= TimeSpan.Zero;

    /// <summary>Time until the next batch. A clock that was set back does not postpone it by more than one wait.</summary>
    public TimeSpan DueIn(DateTimeOffset now) => _waitsSince is { } since && now >= since ? _wait - (now - since) : TimeSpan.Zero;

    public void Ended(RetentionBatch batch, DateTimeOffset now, TimeSpan interval)
    {
        _failures = 0;
        Progress = Progress with
        {
            Deleted = Progress.Deleted + batch.Deleted,
            CompletedAt = batch.IsMore ? Progress.CompletedAt : now,
            Bound = batch.Bound,
            Failure = null,
            Kept = batch.Kept,
        };
        if (!batch.IsMore)
            Wait(now, batch.LookAfter is { } sooner && sooner < interval ? sooner : interval);
    }

    /// <summary>Records a failure.</summary>
    /// <returns>Number of failures in a row.</returns>
    public int Failed(string reason)
    {
        Progress = Progress with { Failure = reason };
        return ++_failures;
    }

    public void Wait(DateTimeOffset now, TimeSpan wait) => (_waitsSince, _wait) = (now, wait);
}
