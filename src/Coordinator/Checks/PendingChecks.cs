using Coordinator.Common;

namespace Coordinator.Checks;

/// <summary>Queue of the checks of one producer group, within its rate and limit.</summary>
internal sealed class PendingChecks(CheckOptions options, DateTimeOffset now)
{
    /// <summary>
    /// Bytes of messages in flight at which no further check is sent. What an instance has not read piles up at its connection, and the limit
    /// there ends the connection.
    /// </summary>
    public const long MostBytesInFlight = 16 * 1024 * 1024;

    /// <summary>Bytes of messages in the checks that wait. One more is postponed.</summary>
    public const long MostBytesWaiting = 64 * 1024 * 1024;

    private readonly Queue<PendingCheck> _waiting = [];
    private readonly TokenBucket _rate = new(options.CheckRatePerGroup, now);
    private long _bytesInFlight;
    private long _bytesWaiting;

    public int InFlight { get; private set; }

    private bool HasRoom => InFlight < options.CheckMaxInFlightPerGroup && _bytesInFlight < MostBytesInFlight;

    public bool TryEnter(PendingCheck check)
    {
        if (_waiting.Count >= options.CheckMaxWaitingPerGroup || (_waiting.Count > 0 && _bytesWaiting + check.Bytes > MostBytesWaiting))
            return false;
        _waiting.Enqueue(check);
        _bytesWaiting += check.Bytes;
        return true;
    }

    /// <summary>Takes the next check that may be sent now. It counts as in flight until <see cref="Completed" />.</summary>
    public PendingCheck? TryTake(DateTimeOffset now)
    {
        if (_waiting.Count == 0 || !HasRoom || !_rate.TryTake(now))
            return null;
        var check = _waiting.Dequeue();
        InFlight++;
        _bytesInFlight += check.Bytes;
        _bytesWaiting -= check.Bytes;
        return check;
    }

    public void Completed(PendingCheck check)
    {
        InFlight--;
        _bytesInFlight -= check.Bytes;
    }

    /// <summary>Time until the next check may be sent; <c>null</c> when only a completed or a new check can change that.</summary>
    public TimeSpan? UntilNext(DateTimeOffset now) =>
        _waiting.Count == 0 || !HasRoom ? null : _rate.UntilNext(now);

    /// <summary>Empties the queue.</summary>
    public IReadOnlyList<PendingCheck> Clear()
    {
        PendingCheck[] removed = [.. _waiting];
        _waiting.Clear();
        _bytesWaiting = 0;
        return removed;
    }
}
