using Coordinator.Architecture.Tests.Projects;

namespace Coordinator.Architecture.Tests.Folders;

public sealed class FolderCyclesSpec
{
    public static TheoryData<string> Projects => [.. SourceProject.All.Select(project => project.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_do_not_depend_on_each_other(string name)
    {
        var project = Project(name);
        AssertTree(new FolderGraph(TypeReferences.Of(project), project.FolderOf));
    }

    /// <summary>A tree of all folders is not enough: two capabilities may still depend on each other through different subfolders.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Capabilities_do_not_depend_on_each_other(string name)
    {
        var project = Project(name);
        AssertTree(new FolderGraph(TypeReferences.Of(project), file => project.FolderOf(file).Split('/')[0]));
    }

    private static SourceProject Project(string name) => SourceProject.All.Single(project => project.Name == name);

    private static void AssertTree(FolderGraph graph) => Findings.AssertNone(graph.Cycles());
}
