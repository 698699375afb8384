using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coordinator.Architecture.Tests.Language;

/// <summary>Finds the names that a file declares. Names that it only uses are found where they are declared.</summary>
internal static class DeclaredNames
{
    public static IEnumerable<DeclaredName> In(SyntaxNode root)
    {
        foreach (var token in root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            if (KindOf(token) is { } kind)
                yield return new DeclaredName(token.ValueText, kind, SourceLine.Of(token.GetLocation()));
        }
    }

    private static NameKind? KindOf(SyntaxToken token) => token.Parent switch
    {
        BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => NameKind.Type,
        IdentifierNameSyntax name when IsNamespace(name) => NameKind.Type,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } => NameKind.Member,
        ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } => NameKind.Member,
        MemberDeclarationSyntax => NameKind.Member,
        VariableDeclaratorSyntax or ParameterSyntax or TypeParameterSyntax or SingleVariableDesignationSyntax => NameKind.Local,
        ForEachStatementSyntax or CatchDeclarationSyntax or LocalFunctionStatementSyntax or TupleElementSyntax => NameKind.Local,
        _ => null,
    };

    private static bool IsNamespace(IdentifierNameSyntax name) =>
        name.Ancestors().TakeWhile(node => node is not MemberDeclarationSyntax and not UsingDirectiveSyntax).All(node => node is NameSyntax)
        && name.Ancestors().OfType<MemberDeclarationSyntax>().FirstOrDefault() is BaseNamespaceDeclarationSyntax space
        && space.Name.Span.Contains(name.Span);
}
