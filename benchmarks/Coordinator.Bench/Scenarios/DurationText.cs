using System.Globalization;

namespace Coordinator.Bench.Scenarios;

/// <summary>Durations as users write them: <c>500ms</c>, <c>60s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>, or a number of seconds.</summary>
internal static class DurationText
{
    // Suffixes that end with another one come first: 'ms' ends with 's'.
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
        ("", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Reads a duration; <c>null</c> when the text is none.</summary>
    public static TimeSpan? Read(string text)
    {
        var (suffix, unit) = Array.Find(Units, each => text.EndsWith(each.Suffix, StringComparison.OrdinalIgnoreCase));
        return double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * unit.TotalSeconds < TimeSpan.MaxValue.TotalSeconds
            ? unit * count
            : null;
    }
}
