using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>
/// Next check of an open transaction: in flight, or due at a time. Checks that write no event are counted here only, such as a
/// deferred check or a further one without an instance.
/// </summary>
internal sealed class CheckWait(TransactionId id, CheckPolicy policy)
{
    private int _inFlight;
    private int _unasked;
    private bool _unanswered;
    private DateTimeOffset _since;

    public bool IsInFlight => _inFlight > 0;

    /// <summary>Starts to wait at the last event of the transaction.</summary>
    public void Follow(TransactionState state)
    {
        _unasked = state.Unasked ? 1 : 0;
        _unanswered = state.Unanswered;
        _since = state.Since;
    }

    /// <returns>Request of the check that is in flight now.</returns>
    public RequestCheck Ask(TransactionState state)
    {
        _inFlight = state.LastCheck + 1;
        return new RequestCheck(id, state.Group, _inFlight, [.. state.Messages.Select(routed => routed.Message)]);
    }

    /// <returns>True when this check was in flight.</returns>
    public bool Conclude(CheckConcluded conclusion, DateTimeOffset now)
    {
        if (conclusion.Number != _inFlight)
            return false;
        Conclude(
            conclusion.Ending switch
            {
                CheckEnding.NoInstance => _unasked + 1,
                // The group has instances again and works off its queue, so wait only briefly, however long it had none.
                CheckEnding.Deferred => 1,
                _ => 0,
            },
            now);
        return true;
    }

    /// <summary>Ends a check that the check sender did not conclude. Nobody knows whether an instance was asked.</summary>
    public void GiveUp(DateTimeOffset now) => Conclude(_unasked + 1, now);

    /// <summary>Makes the check due now, if the last one was not answered: another instance can be asked.</summary>
    /// <returns>
    /// True when the check in flight must be requested again: a new check sender does not know the requests of its predecessor. One that
    /// knows this request does not send it twice.
    /// </returns>
    public bool CheckNow()
    {
        if (_unasked > 0 || _unanswered)
            _since = DateTimeOffset.MinValue;
        return IsInFlight;
    }

    /// <summary>Returns what to wait for next; <c>null</c> when the check is due.</summary>
    public (TransactionTimer Timer, TimeSpan After)? Next(TransactionState state, DateTimeOffset now, TransactionOptions options)
    {
        var dueIn = DueIn(state, now);
        return dueIn <= TimeSpan.Zero ? null
            : dueIn <= options.TransactionMemoryHorizon ? (TransactionTimer.CheckDue, dueIn)
            : (TransactionTimer.Passivate, options.TransactionLinger);
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
