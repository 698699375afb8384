using System.Data.Common;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Remote;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Remoting.Tls;

namespace Coordinator.NodeLink;

/// <summary>Connections between the nodes of a cluster. Both ends show a certificate of the nodes' authority, and know the cluster's secret.</summary>
/// <param name="endpoint">Endpoint to listen on.</param>
/// <param name="tls">Certificate of this node, and the authorities of nodes. <c>null</c>: plain TCP.</param>
/// <param name="secret">Secret of the cluster.</param>
/// <param name="presence">Presence of the nodes in their database.</param>
/// <param name="log">Log and metrics.</param>
internal sealed class NodeRole(ListenEndpoint endpoint, TlsCredentials? tls, ClusterSecret secret, NodePresence presence, NodeLinkLog log)
    : IConnectionRole
{
    /// <summary>
    /// Silence after which a connection is replaced. TCP repeats what was lost at growing intervals: after a cut of 10 s, only 3 s later. A
    /// new call finds out sooner. Akka sends a heartbeat every second (<c>NodeConfig</c>).
    /// </summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Akka forgets which system messages a node has received when a connection attempt fails, and takes the node for lost afterwards. So
    /// an attempt goes on until the node answers, or until the cluster had the time to judge it.
    /// </summary>
    public static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(20);

    /// <summary>Nodes trust each other, so a slow one is waited for: Akka keeps what the connection does not take.</summary>
    private static readonly ConnectionLimits Limits = new() { OutboundBytes = 64 * 1024 * 1024, Idle = Silence };

    private int _uid;

    public ListenEndpoint Listen => endpoint;

    public TimeSpan HandshakeTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Does not go on calling a node that is no member any more. An attempt that meets its next incarnation crosses that one's own, and the
    /// two nodes would not hear each other.
    /// </summary>
    public TimeSpan RetryFor(Address remote) => presence.IsMember(remote) ? LongestAttempt : TimeSpan.Zero;

    public void Start(ActorSystem system)
    {
        _uid = AddressUidExtension.Uid(system);
        presence.Start(system, _uid);
    }

    public async Task<Peer> AcceptAsync(Address local, Socket socket, CancellationToken ct)
    {
        var connection = await SecureConnection.AcceptAsync(socket, tls, ct);
        var key = new ClusterKey(await SecretAsync(ct), connection.ChannelBinding);
        var introduced = await ClusterProof.AcceptAsync(connection.Stream, key, NodeIntroduction.Of(local, _uid), ct);
        return Admit(connection, introduced.Address, introduced);
    }

    public async Task<Peer> ConnectAsync(Address local, Address remote, CancellationToken ct)
    {
        var connection = await CallAsync(remote, ct);
        try
        {
            var key = new ClusterKey(await SecretAsync(ct), connection.ChannelBinding);
            var introduced = await ClusterProof.OpenAsync(connection.Stream, key, NodeIntroduction.Of(local, _uid), ct);
            return introduced.Address == remote
                ? Admit(connection, remote, introduced)
                : throw new ConnectionRefusedException($"the node at {remote} introduces itself as {introduced.Address}.");
        }
        catch
        {
            await connection.Stream.DisposeAsync();
            throw;
        }
    }

    private async Task<SecureConnection> CallAsync(Address remote, CancellationToken ct)
    {
        try
        {
            return await SecureConnection.ConnectAsync(remote.Host!, remote.Port!.Value, tls, ct);
        }
        catch (ConnectionRefusedException refused) when (refused.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            _ = presence.RefusedAsync(remote);
            throw;
        }
    }

    public void Refused(string peer, string reason) => log.Refused(peer, reason);

    private Peer Admit(SecureConnection connection, Address remote, NodeIntroduction introduced)
    {
        introduced.RequireCoveredBy(connection.PeerCertificate);
        return new Peer(connection.Stream, remote, new NodeGuard(log), Limits)
        {
            Introduction = PduWriter.Associate(introduced.Address, (ulong)introduced.Uid),
        };
    }

    private async Task<byte[]> SecretAsync(CancellationToken ct)
    {
        try
        {
            return await secret.ReadAsync(ct);
        }
        catch (DbException unavailable)
        {
            throw new ConnectionRefusedException($"the secret of the cluster cannot be read: {unavailable.Message}", unavailable);
        }
    }
}
