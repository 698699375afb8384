using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coordinator.Architecture.Tests.Projects;

public sealed class SourceCompilationSpec
{
    public static TheoryData<string> Projects => [.. SourceProject.All.Select(project => project.Name)];

    /// <summary>A name that is not understood may be a dependency that no other test sees.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_type_in_the_sources_is_understood(string name)
    {
        var compilation = SourceCompilation.Of(SourceProject.All.Single(project => project.Name == name));
        var unknown = compilation.SyntaxTrees.AsParallel().AsOrdered().SelectMany(tree => Unknown(compilation.GetSemanticModel(tree)));
        Findings.AssertNone(unknown);
    }

    /// <summary>Looks at declarations only: what they name is what all else is inferred from.</summary>
    private static IEnumerable<string> Unknown(SemanticModel model) => model.SyntaxTree.GetRoot()
        .DescendantNodes(node => node is not BlockSyntax and not ArrowExpressionClauseSyntax and not EqualsValueClauseSyntax)
        .OfType<TypeSyntax>()
        .Where(type => type is SimpleNameSyntax or QualifiedNameSyntax)
        .Where(type => !type.IsNotNull)
        .Where(type => type.Parent is not NameEqualsSyntax && type.FirstAncestorOrSelf<AttributeSyntax>() is null)
        .Where(type => model.GetSymbolInfo(type).Symbol is null)
        .Select(type => $"{model.SyntaxTree.FilePath}: {type}");
}
