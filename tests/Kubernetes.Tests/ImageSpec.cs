using System.Text.RegularExpressions;
using System.Xml.Linq;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests;

/// <summary>Both ways to make the image make the same one, and the one that the manifests start.</summary>
public sealed partial class ImageSpec
{
    private readonly XDocument _project = XDocument.Load(Repository.PathOf("src/Coordinator/Coordinator.csproj"));
    private readonly string _dockerfile = File.ReadAllText(Repository.PathOf("Dockerfile"));

    [Fact]
    public void Base_is_the_same() => Assert.Equal(Property("ContainerBaseImage"), From().Matches(_dockerfile)[^1].Groups["image"].Value);

    [Fact]
    public void User_is_the_same_and_no_name() =>
        Assert.Equal(Property("ContainerUser"), $"{int.Parse(Last("USER"), System.Globalization.CultureInfo.InvariantCulture)}");

    [Fact]
    public void Ports_are_the_same() => Assert.Equal(ProjectPorts, Last("EXPOSE").Split(' '));

    // A pod has another working directory than the image.
    [Fact]
    public void Program_is_started_by_its_whole_path() => Assert.Equal("""["dotnet", "/app/Coordinator.dll"]""", Last("ENTRYPOINT"));

    [KustomizeFact]
    public void Manifests_start_it_as_its_user_on_its_ports()
    {
        var manifests = Manifests.Of("overlays/three-nodes");

        Assert.All(manifests.Workloads, workload => Assert.Equal(Property("ContainerUser"), $"{workload.Pod.SecurityContext.RunAsUser}"));
        Assert.All(manifests.Workloads, workload => Assert.Null(workload.Container.Command));
        Assert.Equal(ProjectPorts, manifests.Nodes!.Container.Ports.Select(port => $"{port.ContainerPort}"));
    }

    private IEnumerable<string> ProjectPorts => _project.Descendants("ContainerPort").Select(port => port.Attribute("Include")!.Value);

    private string Property(string name) => _project.Descendants(name).Single().Value;

    private string Last(string instruction) =>
        _dockerfile.Split('\n').Last(line => line.StartsWith($"{instruction} ", StringComparison.Ordinal))[(instruction.Length + 1)..];

    [GeneratedRegex(@"^FROM (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex From();
}
