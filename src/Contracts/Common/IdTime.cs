using System.Buffers;
using System.Globalization;

namespace Coordinator.Contracts.Common;

/// <summary>
/// Time in ids of transactions. A UUIDv7 of 32 lower-case hexadecimal digits has the time of its making. The order of such ids as text is that of
/// their times. Other ids, such as order numbers, have no time. Coordinator and participants must agree about which are which.
/// </summary>
internal static class IdTime
{
    /// <summary>Regular expression of PostgreSQL that ids with a time match, without its anchors.</summary>
    public const string Regex = "[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}";

    /// <summary>Pattern of SQLite's <c>GLOB</c> that ids with a time match.</summary>
    public const string Glob = Four + Four + Four + "7[0-9a-f][0-9a-f][0-9a-f][89ab]" + Four + Four + Four + "[0-9a-f][0-9a-f][0-9a-f]";

    /// <summary>Latest time of an id in Unix milliseconds.</summary>
    public const long Max = (1L << (4 * TimeDigits)) - 1;

    private const string Four = "[0-9a-f][0-9a-f][0-9a-f][0-9a-f]";
    private const int TimeDigits = 12;
    private const int VariantAt = 16;
    private const int Digits = 32;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Text that precedes all ids of a time in Unix milliseconds, and follows all older ones. Times that no id can have become the nearest one.</summary>
    public static string Lowest(long time) => Math.Clamp(time, 0, Max).ToString("x12", CultureInfo.InvariantCulture);

    /// <summary>Time of a text that <see cref="Lowest" /> made, or that begins with one.</summary>
    public static long OfLowest(ReadOnlySpan<char> lowest) =>
        long.Parse(lowest[..TimeDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Time of an id in Unix milliseconds; <c>null</c> when the id has none.</summary>
    public static long? Of(ReadOnlySpan<char> id) =>
        id.Length == Digits && id[TimeDigits] is '7' && id[VariantAt] is ('8' or '9' or 'a' or 'b') && !id.ContainsAnyExcept(LowerHex)
            ? OfLowest(id)
            : null;
}
