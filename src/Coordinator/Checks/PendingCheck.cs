using Akka.Actor;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>A check that waits for its turn, or for its answer once <see cref="Producer" /> is set.</summary>
internal sealed class PendingCheck(RequestCheck request, IActorRef replyTo)
{
    public RequestCheck Request { get; } = request;

    /// <summary>Who asked last: an entity that was recovered in the meantime asks again under another reference.</summary>
    public IActorRef ReplyTo { get; set; } = replyTo;

    public ProducerInstance? Producer { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    public void Asked(ProducerInstance producer, DateTimeOffset at) => (Producer, AskedAt) = (producer, at);

    /// <summary>It waits for its turn again.</summary>
    public void Unask() => Producer = null;
}
