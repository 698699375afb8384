using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Messages that lately became dead letters. A consumer may still acknowledge one: its handler was slow, and not dead.</summary>
/// <param name="startedAt">
/// Cursor at the start of the stream. Nobody knows who had earlier messages, so an acknowledgement of any member counts for them.
/// </param>
/// <param name="exits">Receiver of the acknowledgements.</param>
internal sealed class RecentDeadLetters(long startedAt, IWindowExits exits)
{
    private const int Most = 1_024;

    private readonly Dictionary<long, PendingMessage> _messages = [];
    private readonly Queue<PendingMessage> _inOrder = [];

    public void Add(PendingMessage message)
    {
        _messages[message.Offset] = message;
        _inOrder.Enqueue(message);
        if (_inOrder.Count > Most && _inOrder.Dequeue() is var oldest && _messages.GetValueOrDefault(oldest.Offset) == oldest)
            _messages.Remove(oldest.Offset);
    }

    /// <summary>Passes on an acknowledgement of a delivery, if the instance got it.</summary>
    public void Acknowledged(DeliveryId delivery, InstanceId? by)
    {
        var had = _messages.TryGetValue(delivery.Offset, out var message)
            ? by is not { } instance || message.WasDeliveredTo(instance, delivery.Attempt)
            : delivery.Offset <= startedAt;
        if (had)
            exits.HandledAfterAll(delivery, by);
    }
}
