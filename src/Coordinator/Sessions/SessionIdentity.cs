using Akka.Actor;
using Coordinator.Contracts;

namespace Coordinator.Sessions;

/// <summary>Whose session it is.</summary>
/// <param name="SessionId">For logs.</param>
/// <param name="Instance">The participant's process.</param>
/// <param name="ProducerGroups">What it prepares for and answers checks of.</param>
/// <param name="Access">What it may do.</param>
/// <param name="Participant">Where its frames go.</param>
/// <param name="Attempt">Which of its attempts opened the session.</param>
internal sealed record SessionIdentity(
    string SessionId,
    InstanceId Instance,
    IReadOnlyList<ProducerGroup> ProducerGroups,
    ParticipantAccess Access,
    IActorRef Participant,
    long Attempt);
