using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Reads the prose of XML documentation comments.</summary>
internal static class DocumentationProse
{
    public static IEnumerable<Paragraph> In(SyntaxNode root) => root
        .DescendantNodes(descendIntoTrivia: true)
        .OfType<DocumentationCommentTriviaSyntax>()
        .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
        .SelectMany(In);

    private static IReadOnlyList<Paragraph> In(XmlElementSyntax element)
    {
        var name = NameOf(element);
        var part = name is "summary" or "remarks" ? ProsePart.Summary : ProsePart.Element;
        var paragraphs = new ParagraphBuilder();
        AddContent(element, paragraphs, part);
        paragraphs.End(part);
        return name == "summary" && paragraphs.Done.Count > 0
            ? [paragraphs.Done[0] with { Part = ProsePart.SummaryStart }, .. paragraphs.Done.Skip(1)]
            : paragraphs.Done;
    }

    private static void AddContent(XmlElementSyntax element, ParagraphBuilder paragraphs, ProsePart part)
    {
        foreach (var node in element.Content)
            Add(node, paragraphs, part);
    }

    private static void Add(XmlNodeSyntax node, ParagraphBuilder paragraphs, ProsePart part)
    {
        switch (node)
        {
            case XmlTextSyntax text:
                foreach (var token in text.TextTokens)
                    paragraphs.Add(token.IsKind(SyntaxKind.XmlTextLiteralNewLineToken) ? "\n" : token.ValueText, SourceLine.Of(token.GetLocation()));
                break;
            case XmlEmptyElementSyntax { Attributes.Count: > 0 } reference:
                paragraphs.AddCode(TargetOf(reference.Attributes[0]), SourceLine.Of(reference.GetLocation()));
                break;
            case XmlElementSyntax inner when NameOf(inner) == "c":
                paragraphs.AddCode(string.Concat(inner.Content.Select(content => content.ToString())), SourceLine.Of(inner.GetLocation()));
                break;
            case XmlElementSyntax inner when NameOf(inner) is "b" or "i" or "em" or "strong" or "see" or "a":
                AddContent(inner, paragraphs, part);
                break;
            case XmlElementSyntax inner when NameOf(inner) == "code":
                paragraphs.End(part);
                break;
            case XmlElementSyntax block:
                paragraphs.End(part);
                AddContent(block, paragraphs, part);
                paragraphs.End(part);
                break;
            default:
                paragraphs.End(part);
                break;
        }
    }

    private static string NameOf(XmlElementSyntax element) => element.StartTag.Name.LocalName.Text;

    private static string TargetOf(XmlAttributeSyntax attribute) => attribute switch
    {
        XmlCrefAttributeSyntax reference => reference.Cref.ToString(),
        XmlNameAttributeSyntax name => name.Identifier.ToString(),
        XmlTextAttributeSyntax text => string.Concat(text.TextTokens.Select(token => token.ValueText)),
        _ => "code",
    };
}
