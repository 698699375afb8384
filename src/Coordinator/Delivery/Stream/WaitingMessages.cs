using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Messages that are delayed by their producer, or in back-off after a failure.</summary>
internal sealed class WaitingMessages
{
    private readonly PriorityQueue<PendingMessage, (DateTimeOffset Due, long Offset)> _waiting = new();

    public int Count => _waiting.Count;

    /// <summary>Earliest due time.</summary>
    public DateTimeOffset? NextDue => _waiting.TryPeek(out _, out var first) ? first.Due : null;

    public void Wait(PendingMessage message) => _waiting.Enqueue(message, (message.DueAt, message.Offset));

    public bool TryLeave(DateTimeOffset now, out PendingMessage message)
    {
        if (_waiting.TryPeek(out message!, out var first) && first.Due <= now)
        {
            _waiting.Dequeue();
            return true;
        }

        return false;
    }
}
