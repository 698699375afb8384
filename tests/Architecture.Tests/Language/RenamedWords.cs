using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Checks names, strings and prose for words that were replaced.</summary>
internal sealed partial class RenamedWords(RenameTable table)
{
    public IEnumerable<Finding> InNames(string file, SyntaxNode root)
    {
        foreach (var name in DeclaredNames.In(root))
        {
            // The name of a test is prose: Subject_does_what_when.
            var found = name.Name.Contains('_', StringComparison.Ordinal) && name.Kind is NameKind.Member && !name.Name.StartsWith('_')
                ? table.InText(name.Name.Replace('_', ' ')).Select(word => word.Rename)
                : table.InName(name);
            foreach (var rename in found)
                yield return Describe(file, name.Line, rename);
        }
    }

    public IEnumerable<Finding> InStrings(string file, SyntaxNode root)
    {
        foreach (var token in root.DescendantTokens().Where(IsText))
        {
            var line = SourceLine.Of(token.GetLocation());
            foreach (var rename in table.InText(token.ValueText).Select(word => word.Rename).Concat(table.InCode(token.ValueText)))
                yield return Describe(file, line, rename);
        }
    }

    /// <summary>A word with a capital inside, such as a reference to a type, is read as a name.</summary>
    public IEnumerable<Finding> InProse(string file, Paragraph paragraph)
    {
        foreach (var (rename, index) in table.InText(paragraph.Text))
            yield return Describe(file, LineOf(paragraph, index), rename);
        foreach (Match match in NameInProse().Matches(paragraph.Text))
        {
            foreach (var rename in table.InName(new DeclaredName(match.Value, NameKind.Local, 0)))
                yield return Describe(file, LineOf(paragraph, match.Index), rename);
        }
    }

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.Utf8StringLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken;

    private static int LineOf(Paragraph paragraph, int index) =>
        paragraph.Line + paragraph.Text.AsSpan(0, index).Count('\n');

    private static Finding Describe(string file, int line, Rename rename) =>
        new(file, line, $"\"{rename.Word}\" was replaced by \"{rename.Replacement}\".");

    [GeneratedRegex(@"\b\p{Lu}\p{Ll}+\p{Lu}\w*")]
    private static partial Regex NameInProse();
}
