using System.Text.RegularExpressions;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Reads the prose of a Markdown file: without code, tables and the targets of links.</summary>
internal static partial class MarkdownProse
{
    public static IReadOnlyList<Paragraph> In(string text)
    {
        var paragraphs = new ParagraphBuilder();
        var fenced = false;
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index].Trim();
            var fence = line.StartsWith("```", StringComparison.Ordinal);
            fenced ^= fence;
            if (fence || fenced || line.Length == 0 || NotProse().IsMatch(line))
            {
                paragraphs.End(ProsePart.Markdown);
                continue;
            }

            if (Start().IsMatch(line))
                paragraphs.End(ProsePart.Markdown);
            paragraphs.Add(Plain(line) + "\n", index + 1);
            if (Heading().IsMatch(line))
                paragraphs.End(ProsePart.Markdown);
        }

        paragraphs.End(ProsePart.Markdown);
        return paragraphs.Done;
    }

    private static string Plain(string line)
    {
        var withoutMarks = Start().Replace(Heading().Replace(line, ""), "");
        return Code().Replace(Link().Replace(withoutMarks, "$1"), code => code.Value.Trim('`').Replace(' ', '_'));
    }

    [GeneratedRegex(@"^(\||<!--|\[[^\]]+\]: )")]
    private static partial Regex NotProse();

    [GeneratedRegex(@"^([-*+]|\d+\.)\s+|^>\s*")]
    private static partial Regex Start();

    [GeneratedRegex(@"^#+\s+")]
    private static partial Regex Heading();

    [GeneratedRegex(@"!?\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();
}
