using System.Collections;
using System.Globalization;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>
/// A message with all that is in it as text, to compare by: records compare their lists and bodies by reference.
/// </summary>
internal static class WireText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        ReadOnlyMemory<byte> bytes => Convert.ToHexString(bytes.Span),
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IReadOnlyDictionary<string, string> map =>
            $"{{{string.Join(", ", map.Select(pair => $"{pair.Key}='{pair.Value}'").Order(StringComparer.Ordinal))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(Of))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Properties(value))})",
    };

    private static IEnumerable<string> Properties(object value) => value.GetType()
        .GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance)
        .OrderBy(property => property.Name, StringComparer.Ordinal)
        .Select(property => $"{property.Name}={Of(property.GetValue(value))}");
}
