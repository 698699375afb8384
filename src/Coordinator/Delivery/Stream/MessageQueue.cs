using System.Diagnostics.CodeAnalysis;
using Coordinator.Delivery.Progress;

namespace Coordinator.Delivery.Stream;

/// <summary>Queue of messages, in which those that come back unused are the first again.</summary>
internal sealed class MessageQueue
{
    private readonly Queue<PendingMessage> _returned = [];
    private readonly Queue<PendingMessage> _messages = [];

    public int Count => _returned.Count + _messages.Count;

    /// <summary>All messages, in the order in which they are taken.</summary>
    public IEnumerable<PendingMessage> All => _returned.Concat(_messages);

    public void Add(PendingMessage message) => _messages.Enqueue(message);

    /// <summary>Adds a message that was taken and had no member any more. Several come back in the order in which they were taken.</summary>
    public void Return(PendingMessage message) => _returned.Enqueue(message);

    public bool TryPeek([NotNullWhen(true)] out PendingMessage? message) =>
        _returned.TryPeek(out message) || _messages.TryPeek(out message);

    public bool TryTake([NotNullWhen(true)] out PendingMessage? message) =>
        _returned.TryDequeue(out message) || _messages.TryDequeue(out message);
}
