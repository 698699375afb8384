using Coordinator.Common;

namespace Coordinator.Checks;

/// <summary>Queue of the checks of one producer group, within its rate and limit.</summary>
internal sealed class PendingChecks(CheckOptions options, DateTimeOffset now)
{
    private readonly Queue<PendingCheck> _waiting = [];
    private readonly TokenBucket _rate = new(options.CheckRatePerGroup, now);

    public int InFlight { get; private set; }

    public bool TryEnter(PendingCheck check)
    {
        if (_waiting.Count >= options.CheckMaxWaitingPerGroup)
            return false;
        _waiting.Enqueue(check);
        return true;
    }

    /// <summary>Takes the next check that may be sent now. It counts as in flight until <see cref="Completed" />.</summary>
    public PendingCheck? TryTake(DateTimeOffset now)
    {
        if (_waiting.Count == 0 || InFlight >= options.CheckMaxInFlightPerGroup || !_rate.TryTake(now))
            return null;
        InFlight++;
        return _waiting.Dequeue();
    }

    public void Completed() => InFlight--;

    /// <summary>Time until the next check may be sent; <c>null</c> when only a completed or a new check can change that.</summary>
    public TimeSpan? UntilNext(DateTimeOffset now) =>
        _waiting.Count == 0 || InFlight >= options.CheckMaxInFlightPerGroup ? null : _rate.UntilNext(now);

    /// <summary>Empties the queue.</summary>
    public IReadOnlyList<PendingCheck> Clear()
    {
        PendingCheck[] removed = [.. _waiting];
        _waiting.Clear();
        return removed;
    }
}
