using Coordinator.Contracts.Common;

namespace Coordinator.Contracts.Authentication;

/// <summary>Limits of the values of an exchange. Each side checks those that its peer chose.</summary>
internal static class ScramLimits
{
    /// <summary>Iterations that RFC 7677 demands at least.</summary>
    public const int MinIterations = 4_096;

    /// <summary>Most iterations, because each attempt to connect costs that many.</summary>
    public const int MaxIterations = 1_000_000;

    private const int MaxSaltLength = 256;

    /// <summary>Describes what is wrong with the values of a challenge or a verifier. <c>null</c>: nothing.</summary>
    public static string? Problem(ReadOnlyMemory<byte> salt, int iterations) =>
        AllowedRange.Problem("iterations", iterations, MinIterations, MaxIterations)
        ?? AllowedRange.Problem("bytes of the salt", salt.Length, 1, MaxSaltLength);
}
