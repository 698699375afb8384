using System.Reflection;
using Coordinator.Hosting.Options;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Nodes and the schema job are of one image, and that is of this release.</summary>
internal static class ImageCheck
{
    private static string Version => typeof(CoordinatorOptions).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static IEnumerable<string> Problems(Manifests manifests)
    {
        foreach (var workload in manifests.Workloads)
        {
            var tag = workload.Container.Image.Split(':') is [_, var named] ? named : "";
            if (tag is "" or "latest")
                yield return $"{workload.Name} has an image without a tag of its own: {workload.Container.Image}";
            else if (workload.IsCoordinator && tag != Version)
                yield return $"{workload.Name} is of {tag}, and this is {Version}";
        }

        if (manifests.Workloads.Where(workload => workload.IsCoordinator).Select(workload => workload.Container.Image).Distinct().Count() > 1)
            yield return "Nodes and the schema job are of different images";
        if (manifests.Nodes is not null && !manifests.Workloads.Any(workload => workload.Container.Args?.SequenceEqual(["schema", "apply"]) is true))
            yield return "Nothing makes the tables";
    }
}
