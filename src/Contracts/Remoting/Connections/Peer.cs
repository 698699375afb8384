using Akka.Actor;
using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Peer of a new connection, after all handshakes below Akka's.</summary>
/// <param name="Stream">Stream of the connection, with TLS if it is used.</param>
/// <param name="Remote">Address under which this actor system knows the peer.</param>
/// <param name="Guard">Decides about what the peer sends.</param>
/// <param name="Limits">Limits of the connection.</param>
internal sealed record Peer(Stream Stream, Address Remote, InboundGuard Guard, ConnectionLimits Limits)
{
    /// <summary>
    /// Akka's handshake of the peer, when the peer has introduced itself already. Akka gets it at once and its answer is not sent, so its
    /// handshake cannot fail. <c>null</c>: Akka's handshake travels.
    /// </summary>
    public ByteString? Introduction { get; init; }
}
