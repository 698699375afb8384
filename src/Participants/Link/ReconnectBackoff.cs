using Coordinator.Contracts.Common;

namespace Coordinator.Participants.Link;

/// <summary>
/// Wait before the next attempt to connect. It is short while a node may start at any moment, and grows when only people can help.
/// </summary>
internal sealed class ReconnectBackoff(TimeSpan min, TimeSpan max, Func<double> jitter)
{
    /// <summary>Age of a session from which on no other process contested it.</summary>
    private static readonly TimeSpan Undisputed = TimeSpan.FromMinutes(5);

    private readonly Backoff _soon = new(min, max);
    private readonly Backoff _seldom = new(Longer(min, TimeSpan.FromSeconds(1)), Longer(max, TimeSpan.FromMinutes(1)));
    private int _rounds;
    private int _refusedRounds;
    private int _supersessions;
    private bool _refused;
    private bool _mayChange;

    /// <summary>Counts a refusal by one contact point. <paramref name="retryable" /> is true for a refusal that may end by itself.</summary>
    public void Refused(bool retryable)
    {
        _refused |= !retryable;
        _mayChange |= retryable;
    }

    /// <summary>
    /// Returns the wait after all contact points failed. The refusal is for good when one is, and no other is retryable. Contact points
    /// without an answer do not count.
    /// </summary>
    public (TimeSpan Wait, bool ForGood) AfterRound()
    {
        var forGood = _refused && !_mayChange;
        (_refused, _mayChange) = (false, false);
        _rounds++;
        _refusedRounds = forGood ? _refusedRounds + 1 : 0;
        return (forGood ? _seldom.After(_refusedRounds, jitter()) : _soon.After(_rounds, jitter()), forGood);
    }

    public void Opened()
    {
        (_rounds, _refusedRounds) = (0, 0);
        (_refused, _mayChange) = (false, false);
    }

    /// <summary>Returns the wait after a session ended. It is never zero: remoting gates a broken address for a moment, and would drop the request.</summary>
    public TimeSpan AfterSession(TimeSpan age, bool superseded)
    {
        if (age >= Undisputed)
            _supersessions = 0;
        return superseded ? _seldom.After(++_supersessions, jitter()) : _soon.After(1, jitter());
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
