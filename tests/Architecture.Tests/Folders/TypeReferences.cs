using System.Collections.Concurrent;
using Coordinator.Architecture.Tests.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coordinator.Architecture.Tests.Folders;

/// <summary>Finds which types of a compilation refer to which others of it.</summary>
internal static class TypeReferences
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<TypeReference>>> Found = new(StringComparer.Ordinal);

    /// <summary>Gets the references of a project. They are looked for once, as binding every name takes seconds.</summary>
    public static IReadOnlyList<TypeReference> Of(SourceProject project) =>
        Found.GetOrAdd(project.Name, _ => new Lazy<IReadOnlyList<TypeReference>>(() => In(SourceCompilation.Of(project)))).Value;

    public static IReadOnlyList<TypeReference> In(CSharpCompilation compilation) =>
        [.. compilation.SyntaxTrees.AsParallel().AsOrdered().SelectMany(tree => In(compilation.GetSemanticModel(tree)).Distinct())];

    /// <summary>Returns the type that a name means or, if it means a member, the type that declares the member.</summary>
    public static INamedTypeSymbol? TypeOf(SemanticModel model, SyntaxNode name)
    {
        var info = model.GetSymbolInfo(name);
        return TypeOf(info.Symbol ?? info.CandidateSymbols.FirstOrDefault());
    }

    /// <summary>Lists the names in a file. Of a generated class only its outside counts: its bodies use nothing else, but are long.</summary>
    public static IEnumerable<SyntaxNode> NamesIn(SyntaxTree tree)
    {
        var generated = GeneratedSources.IsSchema(tree);
        return tree.GetRoot()
            .DescendantNodes(node => !(generated && node is (BlockSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax)))
            .Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax);
    }

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        IAliasSymbol alias => TypeOf(alias.Target),
        IArrayTypeSymbol array => TypeOf(array.ElementType),
        INamedTypeSymbol type => type.OriginalDefinition,
        IMethodSymbol { ReducedFrom: { } extension } => extension.ContainingType,
        _ => symbol?.ContainingType?.OriginalDefinition,
    };

    private static IEnumerable<TypeReference> In(SemanticModel model)
    {
        foreach (var name in NamesIn(model.SyntaxTree))
        {
            if (TypeOf(model, name) is not { } type || FileOf(type, model.SyntaxTree) is not { } file)
                continue;
            yield return new TypeReference(model.SyntaxTree.FilePath, EnclosingType(name), file, type.Name);
        }
    }

    /// <summary>Names the file that declares a type of this compilation, unless it is the one that refers to it.</summary>
    private static string? FileOf(INamedTypeSymbol type, SyntaxTree from)
    {
        var trees = type.Locations.Where(location => location.IsInSource).Select(location => location.SourceTree!).ToList();
        return trees.Contains(from) ? null : trees.FirstOrDefault()?.FilePath;
    }

    private static string EnclosingType(SyntaxNode node) =>
        node.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault()?.Identifier.Text
        ?? Path.GetFileNameWithoutExtension(node.SyntaxTree.FilePath);
}
