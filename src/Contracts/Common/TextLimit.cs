namespace Coordinator.Contracts.Common;

/// <summary>Length limit of texts for people: reasons, details, names of operators.</summary>
internal static class TextLimit
{
    /// <summary>Longest text in characters (UTF-16 code units). A longer text is cut.</summary>
    public const int MaxLength = 1_024;

    /// <summary>Cuts a text to <see cref="MaxLength" />, never within a surrogate pair.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Shorten(string? text) => Shorten(text, MaxLength);

    /// <summary>Cuts a text to a length of its own, and no character in two.</summary>
    public static string? Shorten(string? text, int length) =>
        text?.Length > length ? text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] : text;
}
