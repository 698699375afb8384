using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>
/// Registers an instance of a group for checks. Sessions repeat it at intervals, so that a check sender that moved learns its
/// instances again. A repetition changes nothing else. The check sender watches the session.
/// </summary>
internal sealed record RegisterProducer(ProducerGroup Group, InstanceId Instance, IActorRef Session) : ICheckMessage;

/// <summary>Sent by a session that closes. The end of the session has the same effect.</summary>
internal sealed record UnregisterProducer(ProducerGroup Group, IActorRef Session) : ICheckMessage;

/// <summary>Answer of an instance, sent by its session. The check sender sends <see cref="CheckTransaction" /> to sessions.</summary>
internal sealed record CheckAnswered(InstanceId Instance, CheckAnswer Answer) : ICheckMessage
{
    public ProducerGroup Group => Answer.Group;
}
