using System.Security.Cryptography;

namespace Coordinator.Contracts.Authentication;

/// <summary>A side's part of the nonce of an exchange: text that is used once and cannot be guessed.</summary>
internal static class ScramNonce
{
    private const int MinLength = 16;
    private const int MaxLength = 128;

    // A multiple of three, so that base64 needs no padding.
    private const int RandomBytes = 18;

    public static string Create() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Returns true for 16 to 128 printable ASCII characters without a comma, which separates the values of an exchange.</summary>
    public static bool IsValid(string nonce) =>
        nonce.Length is >= MinLength and <= MaxLength && nonce.All(character => character is > ' ' and <= '~' and not ',');
}
