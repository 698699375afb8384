namespace Coordinator.Common;

/// <summary>Limits a rate per second. A burst may have as many as a tenth of a second allows.</summary>
internal sealed class TokenBucket(int perSecond, DateTimeOffset now)
{
    private readonly double _capacity = Math.Max(1, perSecond / 10);
    private double _tokens = Math.Max(1, perSecond / 10);
    private DateTimeOffset _filledAt = now;

    public bool TryTake(DateTimeOffset now)
    {
        Fill(now);
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }

    /// <summary>Time until <see cref="TryTake" /> succeeds; zero when it would now.</summary>
    public TimeSpan UntilNext(DateTimeOffset now)
    {
        Fill(now);
        // Round up to a millisecond: a timer that fires too early would fire again and again.
        return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling((1 - _tokens) * 1_000 / perSecond));
    }

    private void Fill(DateTimeOffset now)
    {
        // A clock that was set back neither adds nor removes tokens.
        if (now > _filledAt)
            _tokens = Math.Min(_capacity, _tokens + ((now - _filledAt).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
