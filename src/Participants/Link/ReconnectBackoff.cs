using Coordinator.Contracts.Common;

namespace Coordinator.Participants.Link;

/// <summary>
/// How long to wait before knocking again: shortly where a node may come up at any moment, ever longer where only people can help.
/// </summary>
internal sealed class ReconnectBackoff(TimeSpan min, TimeSpan max, Func<double> jitter)
{
    /// <summary>A session that stood for so long was not fought over.</summary>
    private static readonly TimeSpan Undisputed = TimeSpan.FromMinutes(5);

    private readonly Backoff _soon = new(min, max);
    private readonly Backoff _seldom = new(Longer(min, TimeSpan.FromSeconds(1)), Longer(max, TimeSpan.FromMinutes(1)));
    private int _rounds;
    private int _refusedRounds;
    private int _supersessions;
    private bool _refused;
    private bool _mayChange;

    /// <summary>One contact point refused; <paramref name="retryable" />: for now, and not for good.</summary>
    public void Refused(bool retryable)
    {
        _refused |= !retryable;
        _mayChange |= retryable;
    }

    /// <summary>
    /// All contact points failed. They refuse for good when one says so and none says otherwise: the silent ones say nothing.
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

    /// <summary>A session ended. Not at once: remoting keeps a broken address gated for a moment, and would drop the knock.</summary>
    public TimeSpan AfterSession(TimeSpan stood, bool superseded)
    {
        if (stood >= Undisputed)
            _supersessions = 0;
        return superseded ? _seldom.After(++_supersessions, jitter()) : _soon.After(1, jitter());
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
