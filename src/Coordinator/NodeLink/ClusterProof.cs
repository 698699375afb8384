using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts.Remoting.Connections;

namespace Coordinator.NodeLink;

/// <summary>
/// Exchange by which two nodes prove to each other that they share a database, before anything of Akka is read. Each proof is an HMAC of
/// two random numbers, one of each node, so none can be used again.
/// </summary>
internal static class ClusterProof
{
    private const int NonceBytes = 32;
    private const int ProofBytes = HMACSHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Greeting => "coordinator-node/1\n"u8;

    /// <summary>Proves to a node, and asks for its proof.</summary>
    /// <exception cref="ConnectionRefusedException">The peer is no node of this cluster.</exception>
    public static async Task OpenAsync(Stream stream, byte[] secret, CancellationToken ct)
    {
        var own = RandomNumberGenerator.GetBytes(NonceBytes);
        await SendAsync(stream, [.. Greeting, .. own], ct);
        var answer = await ReceiveAsync(stream, Greeting.Length + NonceBytes + ProofBytes, ct);
        var theirs = answer[Greeting.Length..(Greeting.Length + NonceBytes)];
        Require(answer.AsSpan(0, Greeting.Length), Greeting);
        Require(answer.AsSpan(Greeting.Length + NonceBytes), Proof(secret, "accepts", own, theirs));
        await SendAsync(stream, Proof(secret, "opens", own, theirs), ct);
    }

    /// <summary>Asks a node for its proof, and proves to it.</summary>
    /// <exception cref="ConnectionRefusedException">The peer is no node of this cluster.</exception>
    public static async Task AcceptAsync(Stream stream, byte[] secret, CancellationToken ct)
    {
        var question = await ReceiveAsync(stream, Greeting.Length + NonceBytes, ct);
        var theirs = question[Greeting.Length..];
        Require(question.AsSpan(0, Greeting.Length), Greeting);
        var own = RandomNumberGenerator.GetBytes(NonceBytes);
        await SendAsync(stream, [.. Greeting, .. own, .. Proof(secret, "accepts", theirs, own)], ct);
        Require(await ReceiveAsync(stream, ProofBytes, ct), Proof(secret, "opens", theirs, own));
    }

    private static byte[] Proof(byte[] secret, string role, byte[] opening, byte[] accepting)
    {
        byte[] proven = [.. Encoding.ASCII.GetBytes(role), .. opening, .. accepting];
        return HMACSHA256.HashData(secret, proven);
    }

    private static void Require(ReadOnlySpan<byte> given, ReadOnlySpan<byte> wanted)
    {
        if (!CryptographicOperations.FixedTimeEquals(given, wanted))
            throw new ConnectionRefusedException("the peer is no node of this cluster: it does not know the secret in the database.");
    }

    private static async Task SendAsync(Stream stream, byte[] bytes, CancellationToken ct)
    {
        await stream.WriteAsync(bytes, ct);
        await stream.FlushAsync(ct);
    }

    private static async Task<byte[]> ReceiveAsync(Stream stream, int count, CancellationToken ct)
    {
        var bytes = new byte[count];
        try
        {
            await stream.ReadExactlyAsync(bytes, ct);
            return bytes;
        }
        catch (IOException closed)
        {
            throw new ConnectionRefusedException("the peer closed the connection before it proved to be a node.", closed);
        }
    }
}
