using Coordinator.Common;

namespace Coordinator.Checks;

/// <summary>The checks of one producer group: those that wait for their turn, and what the limits leave.</summary>
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

    /// <summary>The next check that may be asked now; it counts as in flight until <see cref="Completed" />.</summary>
    public PendingCheck? TryTake(DateTimeOffset now)
    {
        if (_waiting.Count == 0 || InFlight >= options.CheckMaxInFlightPerGroup || !_rate.TryTake(now))
            return null;
        InFlight++;
        return _waiting.Dequeue();
    }

    public void Completed() => InFlight--;

    /// <summary>
    /// When to try again by the clock alone; <c>null</c> when only a landing or a new check can change anything.
    /// </summary>
    public TimeSpan? UntilNext(DateTimeOffset now) =>
        _waiting.Count == 0 || InFlight >= options.CheckMaxInFlightPerGroup ? null : _rate.UntilNext(now);

    /// <summary>Empties the line.</summary>
    public IReadOnlyList<PendingCheck> Dismiss()
    {
        PendingCheck[] dismissed = [.. _waiting];
        _waiting.Clear();
        return dismissed;
    }
}
