using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.NodeLink;

/// <summary>
/// Exchange by which two nodes introduce themselves and prove to each other that they share a database, before anything of Akka is read.
/// Each proof is an HMAC of both introductions, which have a random number each, and of the certificate of the connection. So none can be
/// used again, or on another connection.
/// </summary>
internal static class ClusterProof
{
    private const int MaxIntroductionBytes = 1_024;

    /// <summary>Introduces this node, and asks for the introduction and the proof of the other.</summary>
    /// <exception cref="ConnectionRefusedException">The peer is no node of this cluster.</exception>
    public static async Task<NodeIntroduction> OpenAsync(
        Stream stream, ClusterKey key, NodeIntroduction self, CancellationToken ct)
    {
        var own = self.Renewed().ToBytes();
        await SendAsync(stream, own, ct);
        var theirs = await ReceiveAsync(stream, ct);
        Require(await ReceiveAsync(stream, ct), Proof(key, "accepts", own, theirs));
        await SendAsync(stream, Proof(key, "opens", own, theirs), ct);
        return NodeIntroduction.Of(theirs);
    }

    /// <summary>Asks a node for its introduction and proof, and introduces this node.</summary>
    /// <exception cref="ConnectionRefusedException">The peer is no node of this cluster.</exception>
    public static async Task<NodeIntroduction> AcceptAsync(
        Stream stream, ClusterKey key, NodeIntroduction self, CancellationToken ct)
    {
        var theirs = await ReceiveAsync(stream, ct);
        var introduction = NodeIntroduction.Of(theirs);
        var own = self.Renewed().ToBytes();
        await SendAsync(stream, own, ct);
        await SendAsync(stream, Proof(key, "accepts", theirs, own), ct);
        Require(await ReceiveAsync(stream, ct), Proof(key, "opens", theirs, own));
        return introduction;
    }

    private static byte[] Proof(ClusterKey key, string role, byte[] opening, byte[] accepting)
    {
        byte[] proven =
        [
            .. Encoding.ASCII.GetBytes(role), .. SHA256.HashData(opening), .. SHA256.HashData(accepting), .. key.ChannelBinding.Span,
        ];
        return HMACSHA256.HashData(key.Secret, proven);
    }

    private static void Require(ReadOnlySpan<byte> given, ReadOnlySpan<byte> wanted)
    {
        if (!CryptographicOperations.FixedTimeEquals(given, wanted))
            throw new ConnectionRefusedException("the peer is no node of this cluster: it does not know the secret in the database.");
    }

    private static async Task SendAsync(Stream stream, byte[] bytes, CancellationToken ct)
    {
        var frame = new byte[sizeof(int) + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, bytes.Length);
        bytes.CopyTo(frame, sizeof(int));
        await stream.WriteAsync(frame, ct);
        await stream.FlushAsync(ct);
    }

    private static async Task<byte[]> ReceiveAsync(Stream stream, CancellationToken ct)
    {
        try
        {
            var prefix = new byte[sizeof(int)];
            await stream.ReadExactlyAsync(prefix, ct);
            var length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            if (length is <= 0 or > MaxIntroductionBytes)
                throw new ConnectionRefusedException("the peer does not introduce itself as a node.");
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, ct);
            return bytes;
        }
        catch (IOException closed)
        {
            throw new ConnectionRefusedException("the peer closed the connection before it proved to be a node.", closed);
        }
    }
}
