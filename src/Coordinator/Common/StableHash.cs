namespace Coordinator.Common;

/// <summary>A hash that is the same in every process and release, unlike that of <see cref="string" />.</summary>
internal static class StableHash
{
    /// <summary>A number from 0 (inclusive) to 1 (exclusive), evenly spread over texts and numbers.</summary>
    public static double Fraction(string text, int number) => (Of(text, number) >> 11) * (1.0 / (1UL << 53));

    private static ulong Of(string text, int number)
    {
        // FNV-1a, then the finalizer of SplitMix64, because neighbouring inputs must not give neighbouring results.
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * 1099511628211UL);
        hash = unchecked(hash + ((ulong)(uint)number * 0x9E3779B97F4A7C15UL));
        hash = unchecked((hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL);
        hash = unchecked((hash ^ (hash >> 27)) * 0x94D049BB133111EBUL);
        return hash ^ (hash >> 31);
    }
}
