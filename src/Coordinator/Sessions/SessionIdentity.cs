using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Sessions;

/// <summary>Whose session it is.</summary>
internal sealed record SessionIdentity(
    string SessionId,
    InstanceId Instance,
    IReadOnlyList<ProducerGroup> ProducerGroups,
    ParticipantAccess Access,
    IActorRef Participant);
