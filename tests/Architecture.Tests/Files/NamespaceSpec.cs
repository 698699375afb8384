using Coordinator.Architecture.Tests.Projects;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Coordinator.Architecture.Tests.Files;

public sealed class NamespaceSpec
{
    private static readonly ExceptionList Exceptions = new($"{Repository.ArchitectureTests}/Files/namespaces.txt", "COORDINATOR_FILES");

    [Fact]
    public void Namespace_follows_the_folder() => Exceptions.Enforce([.. SourceProject.All.SelectMany(WrongNamespaces)]);

    private static IEnumerable<Finding> WrongNamespaces(SourceProject project)
    {
        foreach (var file in project.Files)
        {
            var folder = project.FolderOf(file);
            var expected = folder == "." ? project.RootNamespace : $"{project.RootNamespace}.{folder.Replace('/', '.')}";
            var spaces = CSharpSyntaxTree.ParseText(Repository.Read(file)).GetRoot().ChildNodes().OfType<BaseNamespaceDeclarationSyntax>();
            foreach (var space in spaces.Where(space => space.Name.ToString() != expected))
            {
                var line = SourceLine.Of(space.GetLocation());
                yield return new Finding(file, line, $"the namespace is {space.Name}, but must be {expected}.");
            }
        }
    }
}
