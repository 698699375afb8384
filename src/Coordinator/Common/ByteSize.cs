using System.Globalization;

namespace Coordinator.Common;

/// <summary>Sizes in bytes, in the notation of users: <c>65536</c>, <c>64KiB</c>, <c>8MiB</c>, <c>1GiB</c>.</summary>
internal static class ByteSize
{
    public const string Allowed = "a size such as 65536, 64KiB, 8MiB or 1GiB";

    private static readonly (string Suffix, long Unit)[] Units = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10)];

    public static bool TryParse(string text, out long bytes)
    {
        var (suffix, unit) = Units.FirstOrDefault(known => text.EndsWith(known.Suffix, StringComparison.OrdinalIgnoreCase));
        bytes = 0;
        if (!long.TryParse(text[..^(suffix?.Length ?? 0)].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / Math.Max(1, unit))
            return false;
        bytes = count * Math.Max(1, unit);
        return true;
    }

    public static string Write(long bytes)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (bytes >= unit && bytes % unit == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / unit}{suffix}");
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
