using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Sessions;

/// <summary>Participant and access of a session.</summary>
/// <param name="SessionId">Id of the session, for logs.</param>
/// <param name="Instance">Process of the participant.</param>
/// <param name="ProducerGroups">Groups that the participant prepares for and answers checks of.</param>
/// <param name="Access">Access of the participant.</param>
/// <param name="Participant">Actor that gets the session's frames.</param>
/// <param name="Attempt">Number of the attempt to connect that opened the session.</param>
internal sealed record SessionIdentity(
    string SessionId,
    InstanceId Instance,
    IReadOnlyList<ProducerGroup> ProducerGroups,
    ParticipantAccess Access,
    IActorRef Participant,
    long Attempt);
