using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Checks the language of a file: how sentences are made, and which words stand in them and in names.</summary>
internal sealed class LanguageCheck(RenameTable table)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.Parse);

    private readonly RenamedWords _words = new(table);

    public IReadOnlyList<Finding> Check(string file, string text) =>
        [.. (file.EndsWith(".md", StringComparison.Ordinal) ? InMarkdown(file, text) : InCSharp(file, text)).OrderBy(finding => finding.Line)];

    private IEnumerable<Finding> InMarkdown(string file, string text) => InProse(file, MarkdownProse.In(text));

    private IEnumerable<Finding> InCSharp(string file, string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, Options).GetRoot();
        return
        [
            .. InProse(file, DocumentationProse.In(root)),
            .. InProse(file, CommentProse.In(root)),
            .. _words.InNames(file, root),
            .. _words.InStrings(file, root),
        ];
    }

    private IEnumerable<Finding> InProse(string file, IEnumerable<Paragraph> paragraphs) => paragraphs
        .SelectMany(paragraph => SentenceRules.Check(file, paragraph).Concat(_words.InProse(file, paragraph)));
}
