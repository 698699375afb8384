using System.Globalization;

namespace Coordinator.Contracts.Common;

/// <summary>Checks the range of a value. Every message about a range has the same form.</summary>
internal static class AllowedRange
{
    /// <summary>Describes a value that is out of its range. <c>null</c>: it is within.</summary>
    /// <param name="name">Name of the value, as its author knows it.</param>
    /// <param name="value">The value.</param>
    /// <param name="min">Smallest allowed value.</param>
    /// <param name="max">Largest allowed value.</param>
    public static string? Problem<T>(string name, T value, T min, T max) where T : IComparable<T>, IFormattable =>
        value.CompareTo(min) < 0 || value.CompareTo(max) > 0
            ? Sentence(name, Text(min), Text(max), Text(value))
            : null;

    /// <summary>Writes the message from values that are text already.</summary>
    public static string Sentence(string name, string min, string max, string value) =>
        $"{name} must be between {min} and {max}, but is {value}.";

    /// <summary>Writes a value as configuration files have it: a duration as <c>00:00:00.1</c>, without trailing zeros.</summary>
    public static string Text<T>(T value) where T : IFormattable
    {
        var text = value.ToString(null, CultureInfo.InvariantCulture);
        return value is TimeSpan duration && duration.Ticks % TimeSpan.TicksPerSecond != 0 ? text.TrimEnd('0') : text;
    }
}
