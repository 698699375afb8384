using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Reads the comments in the code. Lines that follow each other are one comment.</summary>
internal static partial class CommentProse
{
    public static IReadOnlyList<Paragraph> In(SyntaxNode root)
    {
        var paragraphs = new ParagraphBuilder();
        var last = -1;
        foreach (var (text, line, standsAlone) in LinesIn(root))
        {
            var content = text.Trim();
            if (!standsAlone || line != last + 1 || content.Length == 0 || ListItem().IsMatch(content))
                paragraphs.End(ProsePart.Comment);
            paragraphs.Add(content + "\n", line);
            last = standsAlone ? line : -1;
        }

        paragraphs.End(ProsePart.Comment);
        return paragraphs.Done;
    }

    private static IEnumerable<(string Text, int Line, bool StandsAlone)> LinesIn(SyntaxNode root)
    {
        var source = root.SyntaxTree.GetText();
        foreach (var comment in root.DescendantTrivia())
        {
            if (!comment.IsKind(SyntaxKind.SingleLineCommentTrivia) && !comment.IsKind(SyntaxKind.MultiLineCommentTrivia))
                continue;
            var start = comment.GetLocation().GetLineSpan().StartLinePosition;
            var before = source.Lines[start.Line].ToString()[..start.Character];
            var lines = comment.ToString().Split('\n');
            for (var index = 0; index < lines.Length; index++)
                yield return (Marks().Replace(lines[index], ""), start.Line + index + 1, string.IsNullOrWhiteSpace(before));
        }
    }

    [GeneratedRegex(@"^\s*(//+|/\*+|\*(?!\w))|\*/\s*$")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^([-*]|\d+\.)\s")]
    private static partial Regex ListItem();
}
