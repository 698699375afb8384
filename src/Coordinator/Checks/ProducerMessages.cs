using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>
/// From a session: this instance can be asked about this group. Sessions repeat it now and then, so that a check sender that
/// moved learns of its instances again; a repetition changes nothing else. The check sender watches the session.
/// </summary>
internal sealed record RegisterProducer(ProducerGroup Group, InstanceId Instance, IActorRef Session) : ICheckMessage;

/// <summary>From a session that closes; its death has the same effect.</summary>
internal sealed record UnregisterProducer(ProducerGroup Group, IActorRef Session) : ICheckMessage;

/// <summary>
/// From a session: an instance answered. The check sender sends sessions <see cref="CheckTransaction" /> to be put on the wire.
/// </summary>
internal sealed record CheckAnswered(InstanceId Instance, CheckAnswer Answer) : ICheckMessage
{
    public ProducerGroup Group => Answer.Group;
}
