using System.Globalization;

namespace Coordinator.Contracts.Common;

/// <summary>
/// Finds text that is not well-formed UTF-16. UTF-8 has no bytes for half of a surrogate pair. A writer would replace it, and two different
/// texts would become the same.
/// </summary>
internal static class WellFormedText
{
    /// <summary>Describes the first half of a surrogate pair in a text. <c>null</c>: the text is well-formed, or there is none.</summary>
    /// <param name="what">Name of the value in the description.</param>
    /// <param name="text">The text.</param>
    public static string? Problem(string what, string? text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
            return null;
        for (; at < text!.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} is not well-formed text: it has U+{(int)text[at]:X4}, half of a surrogate pair, at position {at}. Put binary values into the body.");
            }

            at++;
        }

        return null;
    }
}
