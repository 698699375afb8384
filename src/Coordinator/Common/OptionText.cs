using System.Collections;
using System.Globalization;

namespace Coordinator.Common;

/// <summary>Writes values of options as users write them.</summary>
internal static class OptionText
{
    public static string Of(object? value) => value switch
    {
        null => "none",
        TimeSpan duration => Duration.Write(duration),
        long bytes => ByteSize.Write(bytes),
        IReadOnlyList<string> texts => texts.Count == 0 ? "none" : string.Join(',', texts),
        bool flag => flag ? "true" : "false",
        ICollection { Count: 0 } => "none",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
