using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Remoting.Tls;
using Google.Protobuf;

namespace Coordinator.Harness.Attacks.Peers;

/// <summary>
/// Peer that speaks Akka remoting byte by byte, and sends whatever a test likes. It has no session, and no secret.
/// </summary>
internal sealed class RawPeer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Address Self = new("tcp", "participant", "stranger.example", 4711);

    private const string Link = "akka.tcp://participant@stranger.example:4711/user/link#1";

    private readonly TcpClient _client;
    private readonly Stream _stream;

    private RawPeer(TcpClient client, Stream stream) => (_client, _stream) = (client, stream);

    /// <summary>Hash of the node's certificate, which a proof covers. Empty without TLS.</summary>
    public ReadOnlyMemory<byte> ChannelBinding => TlsHandshake.ChannelBindingOf((_stream as SslStream)?.RemoteCertificate);

    /// <summary>Connects, without a word of Akka.</summary>
    /// <param name="address">Host and port.</param>
    /// <param name="certificate">PKCS#12 file to show. <c>null</c>: plain TCP.</param>
    public static async Task<RawPeer> ConnectAsync(string address, string? certificate = null)
    {
        var endpoint = IPEndPoint.Parse(address);
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(endpoint.Address, endpoint.Port);
        if (certificate is null)
            return new RawPeer(client, client.GetStream());
#pragma warning disable CA5359 // The peer attacks, so it trusts anybody.
        var secured = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
#pragma warning restore CA5359
        using var own = X509CertificateLoader.LoadPkcs12FromFile(certificate, "");
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", ClientCertificates = [own] });
        return new RawPeer(client, secured);
    }

    /// <summary>Connects, and introduces itself under an address.</summary>
    public static async Task<RawPeer> AssociateAsync(string address, string? certificate = null, Address? origin = null)
    {
        var peer = await ConnectAsync(address, certificate);
        await peer.WriteAsync(PduWriter.Associate(origin ?? Self, 42));
        return peer;
    }

    /// <summary>Sends a message.</summary>
    /// <param name="recipient">Path of the recipient, such as <c>/user/sessions</c>.</param>
    /// <param name="serializer">Id of the serializer.</param>
    /// <param name="manifest">Manifest of the message.</param>
    /// <param name="body">The serialized message.</param>
    /// <param name="sender">Address and path of the sender.</param>
    public Task SendAsync(
        string recipient, int serializer, string manifest, ReadOnlyMemory<byte> body, string sender = Link) =>
        WriteAsync(Message(recipient, serializer, manifest, body, sender));

    public static ByteString Message(
        string recipient, int serializer, string manifest, ReadOnlyMemory<byte> body, string sender = Link)
    {
        var target = SplitPath.Of(Encoding.UTF8.GetBytes($"akka.tcp://coordinator@127.0.0.1:4053{recipient}"));
        return PduWriter.Message(
            target, SplitPath.Of(Encoding.UTF8.GetBytes(sender)), serializer, Encoding.UTF8.GetBytes(manifest), body.Span);
    }

    public async Task WriteAsync(ByteString pdu)
    {
        var frame = new byte[sizeof(int) + pdu.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, pdu.Length);
        pdu.Span.CopyTo(frame.AsSpan(sizeof(int)));
        await WriteBytesAsync(frame);
    }

    public async Task WriteBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>Reads the next PDU; <c>null</c> when the connection has ended.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken ct = default)
    {
        var prefix = new byte[sizeof(int)];
        try
        {
            await _stream.ReadExactlyAsync(prefix, ct);
            var pdu = new byte[BinaryPrimitives.ReadInt32LittleEndian(prefix)];
            await _stream.ReadExactlyAsync(pdu, ct);
            return pdu;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Reads until a message of the session protocol comes, and returns its manifest, body and sender.</summary>
    public async Task<ReceivedMessage?> ReceiveAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await ReadAsync(patience.Token) is { } pdu)
        {
            if (ReceivedMessage.Of(pdu) is { } message)
                return message;
        }

        return null;
    }

    /// <summary>Waits until the other side ends the connection; false when it does not.</summary>
    public async Task<bool> IsEndedAsync(TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Patience);
        try
        {
            while (await ReadAsync(patience.Token) is not null)
            {
                // An answer to the handshake may come first.
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Closes the connection with a reset.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Client.Close();
    }

    /// <summary>Closes this peer's direction only.</summary>
    public void CloseOwnDirection() => _client.Client.Shutdown(SocketShutdown.Send);

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _client.Dispose();
    }
}
