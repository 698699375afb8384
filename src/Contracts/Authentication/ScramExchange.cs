using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Coordinator.Contracts.Authentication;

/// <summary>
/// One exchange of SCRAM-SHA-256 (RFC 5802, RFC 7677), as both sides see it. Proof and signature cover all of its values, so a proof is
/// worth nothing in another exchange.
/// </summary>
/// <param name="Name">Name that the participant claims.</param>
/// <param name="ClientNonce">The participant's part of the nonce.</param>
/// <param name="ServerNonce">The coordinator's part of the nonce.</param>
/// <param name="Salt">Salt of the secret.</param>
/// <param name="Iterations">Iterations of the key derivation.</param>
/// <param name="ChannelBinding">
/// Hash of the coordinator's TLS certificate, as this side sees it. A peer between the two sides would show another certificate. Empty
/// without TLS.
/// </param>
internal readonly record struct ScramExchange(
    string Name,
    string ClientNonce,
    string ServerNonce,
    ReadOnlyMemory<byte> Salt,
    int Iterations,
    ReadOnlyMemory<byte> ChannelBinding)
{
    /// <summary>Returns the participant's proof that it knows the secret of the keys.</summary>
    public byte[] Prove(ScramKeys keys) => Xor(keys.ClientKey, Sign(keys.StoredKey));

    /// <summary>Returns true when the proof was made with the secret that belongs to the stored key.</summary>
    public bool IsProven(ReadOnlySpan<byte> proof, byte[] storedKey)
    {
        var signature = Sign(storedKey);
        return proof.Length == signature.Length
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Xor(proof, signature)), storedKey);
    }

    /// <summary>Returns the coordinator's signature, which proves that it knows the verifier of the secret.</summary>
    public byte[] Sign(byte[] key) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(AuthMessage));

    /// <summary>Returns true for the signature that belongs to the key.</summary>
    public bool IsSigned(ReadOnlySpan<byte> signature, byte[] key) => CryptographicOperations.FixedTimeEquals(signature, Sign(key));

    // RFC 5802, section 3: the messages of the exchange as text, although other messages carry their values here.
    private string AuthMessage => string.Create(
        CultureInfo.InvariantCulture,
        $"n={Escaped(Name)},r={ClientNonce},r={Nonce},s={Convert.ToBase64String(Salt.Span)},i={Iterations},c={Binding},r={Nonce}");

    private string Nonce => ClientNonce + ServerNonce;

    private string Binding
    {
        get
        {
            var header = ChannelBinding.IsEmpty ? "n,,"u8 : "p=tls-server-end-point,,"u8;
            return Convert.ToBase64String([.. header, .. ChannelBinding.Span]);
        }
    }

    private static string Escaped(string name) =>
        name.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal);

    private static byte[] Xor(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var result = new byte[one.Length];
        for (var i = 0; i < result.Length; i++)
            result[i] = (byte)(one[i] ^ other[i]);
        return result;
    }
}
