using System.Reflection;

namespace Coordinator.Architecture.Tests.Projects;

public sealed class ProjectReferenceSpec
{
    [Theory]
    [InlineData("Coordinator", "Participants")]
    [InlineData("Participants", "Coordinator")]
    [InlineData("Contracts", "Coordinator")]
    [InlineData("Contracts", "Participants")]
    public void Project_does_not_see(string project, string other) =>
        Assert.DoesNotContain(other, Project(project).Closure());

    [Theory]
    [InlineData("Coordinator", "Participants")]
    [InlineData("Participants", "Coordinator")]
    [InlineData("Contracts", "Coordinator")]
    [InlineData("Contracts", "Participants")]
    public void Assembly_does_not_refer_to(string project, string other)
    {
        var references = Assembly.Load(Project(project).AssemblyName).GetReferencedAssemblies().Select(name => name.Name);
        Assert.DoesNotContain(Project(other).AssemblyName, references);
    }

    private static SourceProject Project(string name) => SourceProject.All.Single(project => project.Name == name);
}
