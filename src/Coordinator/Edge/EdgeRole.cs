using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Remote.Transport;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Edge;

/// <summary>
/// Connections of the edge: participants connect to it, and it connects to nobody. Each connection gets an address of its own that no
/// other ever had, so a peer cannot claim to be another.
/// </summary>
/// <param name="endpoint">Endpoint to listen on.</param>
/// <param name="tls">Certificate of this node, and the authorities of participants. <c>null</c>: plain TCP.</param>
/// <param name="connections">Open connections.</param>
/// <param name="limits">Limits of a connection.</param>
/// <param name="log">Log and metrics.</param>
internal sealed class EdgeRole(
    ListenEndpoint endpoint, TlsCredentials? tls, EdgeConnections connections, EdgeLimits limits, EdgeLog log) : IConnectionRole
{
    public ListenEndpoint Listen => endpoint;

    public TimeSpan HandshakeTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Called with the address and uid of a connection that has ended, so that Akka forgets it.</summary>
    public Action<Address, int> Forget { get; set; } = (_, _) => { };

    public async Task<Peer> AcceptAsync(Address local, Socket socket, CancellationToken ct)
    {
        var peer = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        if (connections.TryEnter(peer) is { } full)
            throw new ConnectionRefusedException(full);
        try
        {
            return Admit(local, peer, await SecureConnection.AcceptAsync(socket, tls, ct));
        }
        catch
        {
            connections.Leave(peer);
            throw;
        }
    }

    /// <summary>Fails at once: Akka then answers on the connection that the participant opened, and calls nobody.</summary>
    public Task<Peer> ConnectAsync(Address local, Address remote, CancellationToken ct) =>
        throw new InvalidAssociationException("the coordinator connects to no participant.");

    public void Refused(string peer, string reason) => log.Refused(peer, reason);

    private Peer Admit(Address local, IPAddress address, SecureConnection secured)
    {
        var connection = new EdgeConnection(address, CertificateNames.Of(secured.PeerCertificate), secured.ChannelBinding, limits);
        var remote = new Address(local.Protocol, SessionListenerAddress.ParticipantSystemName, connection.Id, 1);
        connections.Add(connection);
        EdgeLog.Opened();
        var uid = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        return new Peer(secured.Stream, remote, new ParticipantGuard(local, remote, uid, connection, Ended), limits.Connection);

        void Ended(string reason)
        {
            connections.Remove(connection);
            connections.Leave(address);
            connection.Ended();
            Forget(LinkGuard.OfAkka(remote), uid);
            log.Ended(connection, reason);
        }
    }
}
