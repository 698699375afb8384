using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote.Transport;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>Part of a transport that depends on who connects to whom: participants, the edge of a coordinator, or its nodes.</summary>
internal interface IConnectionRole
{
    /// <summary>Endpoint to listen on. <c>null</c>: the role accepts no connection, and opens no port.</summary>
    ListenEndpoint? Listen { get; }

    /// <summary>Time that the handshakes below Akka's may take, and a connection attempt.</summary>
    TimeSpan HandshakeTimeout { get; }

    /// <summary>Time for which a connection attempt that failed is repeated before Akka learns of it.</summary>
    /// <param name="remote">Address of the peer.</param>
    TimeSpan RetryFor(Address remote) => TimeSpan.Zero;

    /// <summary>Called before the first connection.</summary>
    /// <param name="system">The actor system.</param>
    void Start(ActorSystem system)
    {
    }

    /// <summary>Admits a peer that connected.</summary>
    /// <param name="local">Address of this actor system.</param>
    /// <param name="socket">The connection. The role owns it.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="ConnectionRefusedException">The peer is refused.</exception>
    Task<Peer> AcceptAsync(Address local, Socket socket, CancellationToken ct);

    /// <summary>Connects to a peer.</summary>
    /// <param name="local">Address of this actor system.</param>
    /// <param name="remote">Its address.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="InvalidAssociationException">The role never connects.</exception>
    /// <exception cref="ConnectionRefusedException">The peer cannot be reached, or is not one to connect to.</exception>
    Task<Peer> ConnectAsync(Address local, Address remote, CancellationToken ct);

    /// <summary>Counts and logs a peer that was refused.</summary>
    void Refused(string peer, string reason);
}
