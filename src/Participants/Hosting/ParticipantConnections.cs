using System.Collections.Concurrent;
using System.Net.Sockets;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Tls;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Hosting;

/// <summary>
/// Connections of a participant: it connects to coordinators, and nobody connects to it. With TLS it talks only to a certificate of its
/// authority for servers that carries the name it connects to.
/// </summary>
/// <param name="tls">Files of mutual TLS. <c>null</c>: plain TCP.</param>
/// <param name="link">Path of the only actor that receives messages.</param>
/// <param name="timeout">Time that a connection attempt may take.</param>
/// <param name="clock">Clock for reading files again.</param>
/// <param name="logger">Log.</param>
internal sealed class ParticipantConnections(TlsFiles? tls, string link, TimeSpan timeout, TimeProvider clock, ILogger logger)
    : IConnectionRole
{
    private static readonly ConnectionLimits Limits = new();

    private readonly TlsCredentials? _credentials = tls is null ? null : new TlsCredentials(tls, clock, problem =>
    {
        if (problem is null)
            logger.LogInformation("The files of TLS have changed and are in force for new connections");
        else
            logger.LogError("The files of TLS have changed and cannot be used: {Problem} The earlier ones stay in force", problem);
    });

    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _certificates = new();

    public ListenEndpoint? Listen => null;

    public TimeSpan HandshakeTimeout => timeout;

    public Task<Peer> AcceptAsync(Address local, Socket socket, CancellationToken ct) =>
        throw new ConnectionRefusedException("a participant accepts no connections.");

    public async Task<Peer> ConnectAsync(Address local, Address remote, CancellationToken ct)
    {
        var host = remote.Host!;
        var connection = await SecureConnection.ConnectAsync(host, remote.Port!.Value, _credentials, ct);
        _certificates[$"{host}:{remote.Port}"] = connection.ChannelBinding;
        return new Peer(connection.Stream, remote, new CoordinatorGuard(local, remote, link), Limits);
    }

    /// <summary>Returns the hash of the certificate that the node at a contact point has shown. Empty without TLS.</summary>
    public ReadOnlyMemory<byte> ChannelBinding(string contactPoint) =>
        _certificates.GetValueOrDefault(contactPoint, ReadOnlyMemory<byte>.Empty);

    public void Refused(string peer, string reason)
    {
        // Nobody connects to a participant.
    }
}
