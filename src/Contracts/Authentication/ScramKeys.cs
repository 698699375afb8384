using System.Security.Cryptography;
using System.Text;

namespace Coordinator.Contracts.Authentication;

/// <summary>Keys that SCRAM-SHA-256 derives from a secret. A class without text form, because keys must not appear in a log.</summary>
internal sealed class ScramKeys
{
    private ScramKeys(byte[] clientKey, byte[] serverKey) => (ClientKey, ServerKey) = (clientKey, serverKey);

    /// <summary>Key that proves the participant's knowledge of the secret. Only the participant needs it.</summary>
    public byte[] ClientKey { get; }

    /// <summary>Hash of <see cref="ClientKey" />, with which a coordinator verifies a proof and can make none.</summary>
    public byte[] StoredKey => SHA256.HashData(ClientKey);

    /// <summary>Key of the coordinator's signature.</summary>
    public byte[] ServerKey { get; }

    /// <summary>
    /// Derives the keys. The secret counts as its bytes in UTF-8. For ASCII this is what RFC 5802 demands; other characters are not
    /// normalized, because the result would depend on the tables of the runtime.
    /// </summary>
    public static ScramKeys Of(string secret, ReadOnlySpan<byte> salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(secret), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        return new ScramKeys(HMACSHA256.HashData(salted, "Client Key"u8), HMACSHA256.HashData(salted, "Server Key"u8));
    }
}
