using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Checks how sentences are made.</summary>
internal static partial class SentenceRules
{
    /// <summary>The style asks for 25. The rest is for names of code.</summary>
    public const int MaxWords = 28;

    private static readonly string[] NoSubject = ["What", "Who", "Whether", "Whoever", "Whatever", "How", "Where"];

    public static IEnumerable<Finding> Check(string file, Paragraph paragraph)
    {
        if (paragraph.Part == ProsePart.SummaryStart && FirstWord().Match(paragraph.Text).Value is var first && NoSubject.Contains(first))
            yield return new Finding(file, paragraph.Line, $"a summary starts with a noun or a verb, but this one starts with \"{first}\".");
        if (paragraph.Part == ProsePart.Element)
            yield break;
        foreach (var sentence in Sentence.In(paragraph).Where(sentence => sentence.Words.Count > MaxWords))
        {
            yield return new Finding(
                file, sentence.Line, $"{sentence.Words.Count} words in one sentence, at most {MaxWords} are allowed: \"{sentence.Start} ...\"");
        }
    }

    [GeneratedRegex(@"^\p{L}+")]
    private static partial Regex FirstWord();
}
