using System.Buffers;
using System.Globalization;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Persistence ids of transactions that have the time of their making: the prefix and a UUIDv7 of 32 lower-case hexadecimal digits. Their
/// order as text is that of their times.
/// </summary>
internal static class TimedIds
{
    /// <summary>Prefix of the persistence ids of transactions.</summary>
    public const string Prefix = "t-";

    /// <summary>Regular expression of PostgreSQL that timed ids match.</summary>
    public const string Regex = "^t-[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$";

    /// <summary>Pattern of SQLite's <c>GLOB</c> that timed ids match.</summary>
    public const string Glob = "t-" + Four + Four + Four + "7[0-9a-f][0-9a-f][0-9a-f][89ab]" + Four + Four + Four + "[0-9a-f][0-9a-f][0-9a-f]";

    private const string Four = "[0-9a-f][0-9a-f][0-9a-f][0-9a-f]";
    private const int TimeDigits = 12;
    private const int Digits = 32;
    private const long MaxTime = (1L << 48) - 1;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Lowest id of a time in Unix milliseconds. Times that no id can have become the nearest one.</summary>
    public static string Lowest(long time) => $"{Prefix}{Math.Clamp(time, 0, MaxTime).ToString("x12", CultureInfo.InvariantCulture)}";

    /// <summary>Time of an id that <see cref="Lowest" /> made.</summary>
    public static long TimeOfLowest(string lowest) =>
        long.Parse(lowest.AsSpan(Prefix.Length, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Time of an id in Unix milliseconds; <c>null</c> when the id has none.</summary>
    public static long? TimeOf(string persistenceId)
    {
        if (persistenceId.Length != Prefix.Length + Digits || !persistenceId.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var digits = persistenceId.AsSpan(Prefix.Length);
        return digits[TimeDigits] is '7' && digits[16] is ('8' or '9' or 'a' or 'b') && !digits.ContainsAnyExcept(LowerHex)
            ? TimeOfLowest(persistenceId)
            : null;
    }
}
