using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.Contracts.Remoting.Tls;

/// <summary>Mutual TLS 1.2 or 1.3 on a new connection, for either side.</summary>
internal static class TlsHandshake
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Secures a connection that a peer opened.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="identity">Certificate of this process, and the authorities of its peers.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="ConnectionRefusedException">The peer is not trusted, or speaks no TLS.</exception>
    public static Task<SslStream> AcceptAsync(Stream connection, TlsIdentity identity, CancellationToken ct)
    {
        var trust = new PeerTrust(identity, TlsPurpose.Client, host: null);
        return SecureAsync(connection, trust, stream => stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(identity.Certificate, identity.Intermediates, offline: true),
                ClientCertificateRequired = true,
                EnabledSslProtocols = Protocols,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = trust.Validate,
                AllowRenegotiation = false,
                // A resumed session would outlive the authority that vouched for it.
                AllowTlsResume = false,
            },
            ct));
    }

    /// <summary>Secures a connection that this process opened.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="identity">Certificate of this process, and the authorities of its peers.</param>
    /// <param name="host">Name or address that the peer's certificate must carry.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <exception cref="ConnectionRefusedException">The peer is not trusted, or speaks no TLS.</exception>
    public static Task<SslStream> ConnectAsync(Stream connection, TlsIdentity identity, string host, CancellationToken ct)
    {
        var trust = new PeerTrust(identity, TlsPurpose.Server, host);
        return SecureAsync(connection, trust, stream => stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = host,
                ClientCertificateContext = SslStreamCertificateContext.Create(identity.Certificate, identity.Intermediates, offline: true),
                EnabledSslProtocols = Protocols,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = trust.Validate,
                AllowRenegotiation = false,
                AllowTlsResume = false,
            },
            ct));
    }

    /// <summary>
    /// Returns the hash of the server's certificate, which binds a proof to the connection: a stranger in the middle would have to show
    /// another one. The idea is that of <c>tls-server-end-point</c>, RFC 5929 section 4.
    /// </summary>
    public static ReadOnlyMemory<byte> ChannelBindingOf(X509Certificate? server) =>
        server is null ? ReadOnlyMemory<byte>.Empty : SHA256.HashData(server.GetRawCertData());

    private static async Task<SslStream> SecureAsync(Stream connection, PeerTrust trust, Func<SslStream, Task> handshake)
    {
        var stream = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            await handshake(stream).ConfigureAwait(false);
            return stream;
        }
        catch (Exception failed) when (failed is AuthenticationException or IOException or InvalidOperationException)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new ConnectionRefusedException(
                $"the TLS handshake failed: {trust.Problem ?? failed.GetBaseException().Message}", failed);
        }
    }

    private sealed class PeerTrust(TlsIdentity identity, TlsPurpose purpose, string? host)
    {
        public string? Problem { get; private set; }

        public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            var peer = certificate as X509Certificate2;
            Problem = identity.Distrust(peer, chain, purpose);
            if (Problem is null && host is not null && !peer!.MatchesHostname(host))
                Problem = $"its certificate {peer.Subject} does not carry the name {host}.";
            return Problem is null;
        }
    }
}
