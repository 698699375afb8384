using System.Buffers;
using System.Globalization;
using System.Text;

namespace Coordinator.Contracts.Logging;

/// <summary>Makes text from outside safe to print: it can neither begin a line of its own nor control a terminal.</summary>
internal static class LogText
{
    private const string Indent = "   ";

    /// <summary>Line that the runtime itself writes into a stack trace without an indent.</summary>
    private const string Separator = "--- End of ";

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0x00, 0x20).Select(code => (char)code),
        .. Enumerable.Range(0x7F, 0x21).Select(code => (char)code),
        // Line and paragraph separator.
        '\u2028', '\u2029',
        // Marks, embeddings, overrides and isolates of direction: they show a text in another order than it has.
        '\u061C', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    public static bool IsSafe(ReadOnlySpan<char> text) => !text.ContainsAny(Unsafe);

    /// <summary>Escapes every control character: <c>\n</c>, <c>\u001B</c>.</summary>
    public static string Escape(string text)
    {
        if (IsSafe(text))
            return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (Unsafe.Contains(character))
                escaped.Append(Escape(character));
            else
                escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Escapes control characters and keeps line breaks. Every line after the first is indented, so that none looks like an entry.</summary>
    public static string EscapeLines(string text)
    {
        if (IsSafe(text))
            return text;
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(Escape);
        return string.Join(Environment.NewLine, lines.Select((line, number) => number == 0 || IsIndented(line) ? line : Indent + line));
    }

    private static bool IsIndented(string line) =>
        line.Length == 0 || line[0] == ' ' || line.StartsWith(Separator, StringComparison.Ordinal);

    private static string Escape(char character) => character switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{((int)character).ToString("X4", CultureInfo.InvariantCulture)}",
    };
}
