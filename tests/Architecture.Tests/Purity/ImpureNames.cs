using Coordinator.Architecture.Tests.Folders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Coordinator.Architecture.Tests.Purity;

/// <summary>Finds names that a pure function must not use: of Akka, of a clock, of randomness.</summary>
internal static class ImpureNames
{
    private static readonly string[] Types =
    [
        "System.TimeProvider", "System.Random", "System.Environment", "System.Diagnostics.Stopwatch",
        "System.Security.Cryptography.RandomNumberGenerator",
    ];

    private static readonly string[] Members =
    [
        "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now",
        "System.DateTimeOffset.UtcNow", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
    ];

    /// <summary>Checks the files that declare a type.</summary>
    public static IReadOnlyList<Finding> In(CSharpCompilation compilation, string typeName)
    {
        var declarations = compilation.GetSymbolsWithName(typeName, SymbolFilter.Type).SelectMany(type => type.Locations).ToList();
        Assert.True(declarations.Count > 0, $"No type {typeName} is declared in {compilation.AssemblyName}.");
        return [.. declarations.Select(location => location.SourceTree!).Distinct().SelectMany(tree => In(compilation.GetSemanticModel(tree)))];
    }

    private static IEnumerable<Finding> In(SemanticModel model)
    {
        foreach (var name in TypeReferences.NamesIn(model.SyntaxTree))
        {
            if (TypeReferences.TypeOf(model, name) is not { } type)
                continue;
            var member = $"{type.ToDisplayString()}.{name}";
            if (IsOfAkka(type) || Types.Contains(type.ToDisplayString()) || Members.Contains(member))
            {
                var line = SourceLine.Of(name.GetLocation());
                yield return new Finding(model.SyntaxTree.FilePath, line, $"{name} makes the function impure: pass in what it needs.");
            }
        }
    }

    private static bool IsOfAkka(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace.ToDisplayString();
        return space == "Akka" || space.StartsWith("Akka.", StringComparison.Ordinal);
    }
}
