using Akka.Actor;
using Coordinator.Contracts.Messages;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>A check that waits in the queue, or for its answer once <see cref="Producer" /> is set.</summary>
internal sealed class PendingCheck(RequestCheck request, IActorRef replyTo)
{
    public RequestCheck Request { get; } = request;

    /// <summary>Bytes of the messages, which the check carries.</summary>
    public long Bytes { get; } = request.Messages.Sum(MessageLimits.SizeOf);

    /// <summary>Actor that requested the check last. An entity that recovered meanwhile requests it under another reference.</summary>
    public IActorRef ReplyTo { get; set; } = replyTo;

    public ProducerInstance? Producer { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public void Asked(ProducerInstance producer, DateTimeOffset at) => (Producer, AskedAt) = (producer, at);

    /// <summary>Marks the check as waiting in the queue again.</summary>
    public void ReturnToQueue() => Producer = null;
}
