using System.Xml.Linq;

namespace Coordinator.Architecture.Tests.Projects;

/// <summary>A project under <c>src</c>, as its project file describes it.</summary>
internal sealed record SourceProject(string Folder, string AssemblyName, string RootNamespace, IReadOnlyList<string> References)
{
    public string Name => Folder[(Folder.LastIndexOf('/') + 1)..];

    public IReadOnlyList<string> Files { get; } = Repository.CSharpFiles(Folder);

    public static IReadOnlyList<SourceProject> All { get; } = [.. Repository.Files("src", "*.csproj").Select(Read)];

    public override string ToString() => Name;

    /// <summary>Lists the projects that this one sees, directly or through others.</summary>
    public IReadOnlySet<string> Closure()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(References);
        while (waiting.TryDequeue(out var name))
        {
            if (!seen.Add(name))
                continue;
            foreach (var further in All.Where(project => project.Name == name).SelectMany(project => project.References))
                waiting.Enqueue(further);
        }

        return seen;
    }

    /// <summary>Names the folder of a file inside the project: <c>Delivery/Stream</c>, or <c>.</c> for the project's own folder.</summary>
    public string FolderOf(string file)
    {
        var inside = file[(Folder.Length + 1)..];
        var slash = inside.LastIndexOf('/');
        return slash < 0 ? "." : inside[..slash];
    }

    private static SourceProject Read(string path)
    {
        var project = XDocument.Parse(Repository.Read(path)).Root!;
        var name = Path.GetFileNameWithoutExtension(path);
        return new SourceProject(
            path[..path.LastIndexOf('/')],
            project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? name,
            project.Descendants("RootNamespace").FirstOrDefault()?.Value ?? name,
            [.. project.Descendants("ProjectReference").Select(reference => NameOf(reference.Attribute("Include")!.Value))]);
    }

    private static string NameOf(string reference) => Path.GetFileNameWithoutExtension(reference.Replace('\\', '/'));
}
