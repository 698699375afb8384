using Akka.Actor;
using Coordinator.Sessions.Access;

namespace Coordinator.Sessions;

/// <param name="Identity">Participant and access of the session.</param>
/// <param name="Session">Actor of the session.</param>
internal sealed record OpenedSession(SessionIdentity Identity, IActorRef Session)
{
    /// <summary>Access of the participant now. That of the identity is the one at the opening.</summary>
    public ParticipantAccess Access { get; set; } = Identity.Access;
}
