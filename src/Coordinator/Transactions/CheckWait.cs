using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>
/// The check that an open transaction waits for: in flight, or due at a time. What is not worth an event (a second
/// check in a row that found no instance, a check that was put off) is remembered here only.
/// </summary>
internal sealed class CheckWait(TransactionId id, CheckPolicy policy)
{
    private int _inFlight;
    private int _unasked;
    private bool _unanswered;
    private DateTimeOffset _since;

    public bool IsInFlight => _inFlight > 0;

    /// <summary>The wait begins with the transaction's last event.</summary>
    public void Follow(TransactionState state)
    {
        _unasked = state.Unasked ? 1 : 0;
        _unanswered = state.Unanswered;
        _since = state.Since;
    }

    /// <returns>The number of the check that is asked now.</returns>
    public int Ask(TransactionState state) => _inFlight = state.LastCheck + 1;

    public void Conclude(CheckConcluded conclusion, DateTimeOffset now)
    {
        if (conclusion.Number != _inFlight)
            return;
        Conclude(
            conclusion.Ending switch
            {
                CheckEnding.NoInstance => _unasked + 1,
                // Somebody is there, and the line moves: however long nobody was, the wait is a short one.
                CheckEnding.Deferred => 1,
                _ => 0,
            },
            now);
    }

    /// <summary>The check sender was not heard of again; whether anyone was asked is unknown.</summary>
    public void GiveUp(DateTimeOffset now) => Conclude(_unasked + 1, now);

    /// <summary>Somebody else can be asked: what waits because nobody answered waits no longer.</summary>
    public void CheckNow()
    {
        if (_unasked > 0 || _unanswered)
            _since = DateTimeOffset.MinValue;
    }

    public TimeSpan DueIn(TransactionState state, DateTimeOffset now) =>
        CheckPolicy.Remaining(Delay(state), _since, now);

    private void Conclude(int unasked, DateTimeOffset now)
    {
        _inFlight = 0;
        _unasked = unasked;
        _since = now;
    }

    private TimeSpan Delay(TransactionState state)
    {
        var number = state.LastCheck + 1;
        return state.Phase is TransactionPhase.Parked ? policy.DelayWhenParked(id, number)
            : _unasked > 0 ? policy.DelayAfterUnasked(id, _unasked)
            : policy.DelayBefore(id, number, state.TransactionTimeout);
    }
}
