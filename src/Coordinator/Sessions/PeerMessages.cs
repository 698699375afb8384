using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Sessions;

/// <summary>Request of a participant, with what the edge knows of its connection. Its sender is the gate of the participant.</summary>
internal sealed record PeerRequest(ISessionRequest Request, PeerConnection Connection);

/// <summary>Tells the session listener that the connection behind a gate is gone. Its sender is the gate.</summary>
internal sealed record PeerLeft(string Reason);

/// <summary>Frame of a participant.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Handled">Called once it is handled, so that the connection may be read further.</param>
internal sealed record InboundFrame(Frame Frame, Action Handled);
