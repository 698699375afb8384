using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Coordinator.Contracts.Authentication;

/// <summary>
/// Hashed form of a secret. It verifies proofs and cannot make them. Its text is that of PostgreSQL:
/// <c>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey</c>, with salt and keys in base64.
/// </summary>
internal sealed class ScramVerifier
{
    /// <summary>Bytes of a salt.</summary>
    public const int SaltLength = 16;

    private const string Scheme = "SCRAM-SHA-256";

    public ScramVerifier(ReadOnlyMemory<byte> salt, int iterations, byte[] storedKey, byte[] serverKey) =>
        (Salt, Iterations, StoredKey, ServerKey) = (salt, iterations, storedKey, serverKey);

    public ReadOnlyMemory<byte> Salt { get; }

    public int Iterations { get; }

    public byte[] StoredKey { get; }

    public byte[] ServerKey { get; }

    /// <summary>Hashes a secret.</summary>
    public static ScramVerifier Of(string secret, ReadOnlyMemory<byte> salt, int iterations)
    {
        var keys = ScramKeys.Of(secret, salt.Span, iterations);
        return new ScramVerifier(salt, iterations, keys.StoredKey, keys.ServerKey);
    }

    /// <summary>Reads the text of a verifier; false when it has another form, or values that no participant accepts.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ScramVerifier? verifier)
    {
        verifier = null;
        if (text.Split('$') is not [Scheme, var cost, var keys]
            || cost.Split(':') is not [var iterations, var salt]
            || keys.Split(':') is not [var storedKey, var serverKey]
            || !int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || Bytes(salt) is not { } saltBytes
            || Bytes(storedKey) is not { Length: SHA256.HashSizeInBytes } stored
            || Bytes(serverKey) is not { Length: SHA256.HashSizeInBytes } server
            || ScramLimits.Problem(saltBytes, count) is not null)
            return false;
        verifier = new ScramVerifier(saltBytes, count, stored, server);
        return true;
    }

    /// <summary>Returns the text of the verifier. It is as confidential as a file of settings.</summary>
    public string Format() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Scheme}${Iterations}:{Convert.ToBase64String(Salt.Span)}${Convert.ToBase64String(StoredKey)}:{Convert.ToBase64String(ServerKey)}");

    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }
}
