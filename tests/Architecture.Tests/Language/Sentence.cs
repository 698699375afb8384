using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>The words of a sentence, and the line on which it starts.</summary>
internal sealed partial record Sentence(IReadOnlyList<string> Words, int Line)
{
    private const int ShownWords = 6;

    // A full stop after one of these does not end the sentence.
    private static readonly string[] Abbreviations = ["e.g.", "i.e.", "cf.", "vs.", "approx.", "no."];

    public string Start => string.Join(' ', Words.Take(ShownWords));

    public static IEnumerable<Sentence> In(Paragraph paragraph)
    {
        var (words, start, line) = (new List<string>(), paragraph.Line, paragraph.Line);
        foreach (Match match in Tokens().Matches(paragraph.Text))
        {
            if (match.Value == "\n")
            {
                line++;
                continue;
            }

            if (words.Count == 0)
                start = line;
            if (IsWord(match.Value))
                words.Add(match.Value);
            if (words.Count > 0 && Ends(match.Value))
            {
                yield return new Sentence(words, start);
                words = [];
            }
        }

        if (words.Count > 0)
            yield return new Sentence(words, start);
    }

    /// <summary>A dash or an arrow is no word.</summary>
    private static bool IsWord(string token) => token.Any(char.IsLetterOrDigit);

    private static bool Ends(string token)
    {
        var bare = token.TrimEnd(')', '"', '\'', '*', '_', ']', '`', '”');
        return bare.Length > 0 && bare[^1] is '.' or '!' or '?' && !Abbreviations.Contains(bare.TrimStart('('), StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\n|[^\s]+")]
    private static partial Regex Tokens();
}
