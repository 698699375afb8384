using Akka.Actor;

namespace Coordinator.Sessions;

/// <param name="Identity">Participant and access of the session.</param>
/// <param name="Session">Actor of the session.</param>
internal sealed record OpenedSession(SessionIdentity Identity, IActorRef Session);
