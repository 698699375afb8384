using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.Contracts.Remoting.Tls;

/// <summary>New connection after its TLS handshake, or without one when TLS is not configured.</summary>
/// <param name="Stream">Stream of the connection.</param>
/// <param name="PeerCertificate">Certificate of the peer; <c>null</c> without TLS.</param>
/// <param name="ChannelBinding">Hash of the certificate of the side that accepted the connection. Empty without TLS.</param>
internal sealed record SecureConnection(Stream Stream, X509Certificate2? PeerCertificate, ReadOnlyMemory<byte> ChannelBinding)
{
    /// <summary>Secures a connection that a peer opened.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="tls">Certificate of this process, and the authorities of its peers; <c>null</c> for plain TCP.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="ConnectionRefusedException">The peer is not trusted, or speaks no TLS.</exception>
    public static async Task<SecureConnection> AcceptAsync(Socket socket, TlsCredentials? tls, CancellationToken ct)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (tls?.Current is not { } identity)
            return new SecureConnection(plain, null, default);
        var secured = await TlsHandshake.AcceptAsync(plain, identity, ct).ConfigureAwait(false);
        return new SecureConnection(
            secured, secured.RemoteCertificate as X509Certificate2, TlsHandshake.ChannelBindingOf(identity.Certificate));
    }

    /// <summary>Opens a connection to a peer.</summary>
    /// <param name="host">Name or address of the peer, which its certificate must carry.</param>
    /// <param name="port">Port of the peer.</param>
    /// <param name="tls">Certificate of this process, and the authorities of its peers; <c>null</c> for plain TCP.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="ConnectionRefusedException">The peer cannot be reached, is not trusted, or speaks no TLS.</exception>
    public static async Task<SecureConnection> ConnectAsync(string host, int port, TlsCredentials? tls, CancellationToken ct)
    {
        var plain = new NetworkStream(await TcpDialer.ConnectAsync(host, port, ct).ConfigureAwait(false), ownsSocket: true);
        if (tls?.Current is not { } identity)
            return new SecureConnection(plain, null, default);
        var secured = await TlsHandshake.ConnectAsync(plain, identity, host.Trim('[', ']'), ct).ConfigureAwait(false);
        return new SecureConnection(
            secured, secured.RemoteCertificate as X509Certificate2, TlsHandshake.ChannelBindingOf(secured.RemoteCertificate));
    }
}
