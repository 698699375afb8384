using System.Text;

namespace Coordinator.Common;

/// <summary>Hash that is the same in every process and release, unlike <see cref="string.GetHashCode()" />.</summary>
/// <remarks>
/// FNV-1a (64 bit) over the UTF-8 bytes, then MurmurHash3's finalizer so that every bit counts. The hash must never change.
/// Otherwise messages of one ordering key would be in two queues.
/// </remarks>
internal static class StableHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const int StackLimit = 1024;

    public static ulong Of(string text) => Mix(Fnv(text));

    /// <summary>Hash of a text and a number, such as the attempt.</summary>
    public static ulong Of(string text, int number) => Mix((Fnv(text) ^ (uint)number) * Prime);

    /// <summary>Number from 0 (inclusive) to 1 (exclusive), evenly spread over texts and numbers.</summary>
    public static double Fraction(string text, int number) => ToFraction(Of(text, number));

    /// <summary>Number from 0 (inclusive) to 1 (exclusive), evenly spread over numbers.</summary>
    public static double Fraction(long number) => ToFraction(Mix(((ulong)number ^ OffsetBasis) * Prime));

    private static double ToFraction(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    private static ulong Fnv(string text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = size <= StackLimit ? stackalloc byte[StackLimit] : new byte[size];
        var hash = OffsetBasis;
        foreach (var b in buffer[..Encoding.UTF8.GetBytes(text, buffer)])
            hash = (hash ^ b) * Prime;
        return hash;
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
