using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.NodeProtocol;
using Coordinator.Transactions;

namespace Coordinator.Checks;

/// <summary>
/// Registers an instance of a group for checks. Sessions repeat it at intervals, so that a check sender that moved learns its
/// instances again. A repetition changes nothing else. The check sender watches the session.
/// </summary>
internal sealed record RegisterProducer(ProducerGroup Group, InstanceId Instance, IActorRef Session) : ICheckMessage;

/// <summary>Sent by a session that closes. The end of the session has the same effect.</summary>
internal sealed record UnregisterProducer(ProducerGroup Group, IActorRef Session) : ICheckMessage;

/// <summary>Asks which instances of a group are connected. Answered with a <see cref="ProducersDescription" />.</summary>
internal sealed record DescribeProducers(ProducerGroup Group) : ICheckMessage;

/// <param name="Group">The group.</param>
/// <param name="Instances">Instances that are connected, by name.</param>
internal sealed record ProducersDescription(ProducerGroup Group, IReadOnlyList<InstanceId> Instances) : INodeMessage;

/// <summary>Answer of an instance, sent by its session. The check sender sends <see cref="CheckTransaction" /> to sessions.</summary>
internal sealed record CheckAnswered(InstanceId Instance, CheckAnswer Answer) : ICheckMessage
{
    public ProducerGroup Group => Answer.Group;
}
