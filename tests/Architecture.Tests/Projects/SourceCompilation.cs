using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Coordinator.Architecture.Tests.Projects;

/// <summary>Compiles a project's sources in memory, so that the names in them can be asked for the type that they mean.</summary>
internal static class SourceCompilation
{
    // Comments are not parsed: a cref is no dependency.
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.None);

    private static readonly ConcurrentDictionary<string, Lazy<CSharpCompilation>> Compiled = new(StringComparer.Ordinal);

    // Everything that the tests' process may load: .NET, ASP.NET Core, the packages of all projects, the projects themselves.
    private static readonly IReadOnlyDictionary<string, MetadataReference> Platform =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .DistinctBy(file => Path.GetFileNameWithoutExtension(file))
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => (MetadataReference)MetadataReference.CreateFromFile(file));

    public static CSharpCompilation Of(SourceProject project) =>
        Compiled.GetOrAdd(project.Name, _ => new Lazy<CSharpCompilation>(() => Compile(project))).Value;

    /// <summary>Compiles texts that stand for files. The key of each is its path.</summary>
    public static CSharpCompilation OfTexts(IReadOnlyDictionary<string, string> texts) =>
        Create("Sample", texts.Select(text => Parse(text.Key, text.Value)), Platform.Values);

    private static CSharpCompilation Compile(SourceProject project)
    {
        var sources = project.Files.AsParallel().AsOrdered().Select(file => Parse(file, Repository.Read(file))).ToList();
        return Create(project.AssemblyName, [.. sources, .. GeneratedSources.Of(project, Parse)], References(project));
    }

    /// <summary>Leaves out what the project cannot see: itself, compiled, and the projects that it does not refer to.</summary>
    private static IEnumerable<MetadataReference> References(SourceProject project)
    {
        var closure = project.Closure();
        var hidden = SourceProject.All.Where(other => !closure.Contains(other.Name)).Select(other => other.AssemblyName).ToHashSet();
        return Platform.Where(assembly => !hidden.Contains(assembly.Key)).Select(assembly => assembly.Value);
    }

    private static CSharpCompilation Create(string name, IEnumerable<SyntaxTree> sources, IEnumerable<MetadataReference> references)
    {
        SyntaxTree[] trees = [.. sources];
        var program = trees.Any(tree => tree.GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax));
        var kind = program ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        return CSharpCompilation.Create(
            name,
            trees,
            references,
            new CSharpCompilationOptions(kind, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(SourceText.From(text), Options, path);
}
