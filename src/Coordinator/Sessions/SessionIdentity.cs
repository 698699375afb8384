using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Sessions;

/// <summary>Participant and access of a session.</summary>
/// <param name="SessionId">Id of the session, for logs.</param>
/// <param name="Instance">Process of the participant.</param>
/// <param name="ProducerGroups">Groups that the participant prepares for and answers checks of.</param>
/// <param name="Access">Access of the participant.</param>
/// <param name="Principal">Participant or address whose limits the session counts against.</param>
/// <param name="Participant">Actor that gets the session's frames.</param>
/// <param name="Attempt">Number of the attempt to connect that opened the session.</param>
/// <param name="Claim">Name that the participant has proven; <c>null</c> when it has no secret.</param>
/// <param name="Connection">Connection of the participant.</param>
/// <param name="Signature">The coordinator's signature for the proof.</param>
internal sealed record SessionIdentity(
    string SessionId,
    InstanceId Instance,
    IReadOnlyList<ProducerGroup> ProducerGroups,
    ParticipantAccess Access,
    string Principal,
    IActorRef Participant,
    long Attempt,
    SessionClaim? Claim,
    PeerConnection Connection,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>Name of the instance for everything behind the session: with its participant, if participants are configured.</summary>
    public InstanceId InnerInstance { get; init; } = Instance;

    /// <summary>Returns true when the request is the one that opened the session. Remoting may drop messages, so it is repeated.</summary>
    public bool IsOpenedBy(OpenSession open, IActorRef participant) =>
        Participant.Equals(participant) && Attempt == open.Attempt && Claim == open.Claim;
}
