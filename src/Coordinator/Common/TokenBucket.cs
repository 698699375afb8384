namespace Coordinator.Common;

/// <summary>Limits a rate per second.</summary>
/// <param name="perSecond">Tokens per second.</param>
/// <param name="now">Time.</param>
/// <param name="burst">Tokens that may be taken at once; <c>null</c> for as many as a tenth of a second allows.</param>
internal sealed class TokenBucket(double perSecond, DateTimeOffset now, int? burst = null)
{
    private readonly double _capacity = burst ?? Math.Max(1, Math.Floor(perSecond / 10));
    private double _tokens = burst ?? Math.Max(1, Math.Floor(perSecond / 10));
    private DateTimeOffset _filledAt = now;

    public bool TryTake(DateTimeOffset now)
    {
        Fill(now);
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }

    /// <summary>Gives a token back that was not needed.</summary>
    public void Return() => _tokens = Math.Min(_capacity, _tokens + 1);

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
