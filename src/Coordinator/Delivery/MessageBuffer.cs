using Akka.Actor;

namespace Coordinator.Delivery;

/// <summary>
/// Buffers messages until their receiver can handle them. A full buffer drops further messages; their senders repeat them.
/// </summary>
internal sealed class MessageBuffer(int limit)
{
    private readonly Queue<(object Message, IActorRef Sender)> _messages = [];

    public void Add(object message, IActorRef sender)
    {
        if (_messages.Count < limit)
            _messages.Enqueue((message, sender));
    }

    public void SendTo(IActorRef receiver)
    {
        while (_messages.TryDequeue(out var waiting))
            receiver.Tell(waiting.Message, waiting.Sender);
    }
}
