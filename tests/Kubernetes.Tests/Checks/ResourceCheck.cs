using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>A pod asks for CPU and memory, has a limit of memory at or above that, and none of CPU.</summary>
internal static class ResourceCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Workloads.SelectMany(Problems);

    private static IEnumerable<string> Problems(Workload workload)
    {
        var requests = workload.Container.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>();
        var limits = workload.Container.Resources?.Limits ?? new Dictionary<string, ResourceQuantity>();
        foreach (var missing in (string[])["cpu", "memory"])
        {
            if (!requests.ContainsKey(missing))
                yield return $"{workload.Name} requests no {missing}";
        }

        // Throttled for a tenth of a second again and again, a node misses heartbeats and looks dead to the others.
        if (limits.ContainsKey("cpu"))
            yield return $"{workload.Name} has a CPU limit";
        if (!limits.ContainsKey("memory"))
            yield return $"{workload.Name} has no memory limit";
        foreach (var (resource, limit) in limits)
        {
            if (requests.TryGetValue(resource, out var requested) && requested.ToDecimal() > limit.ToDecimal())
                yield return $"{workload.Name} requests more {resource} ({requested}) than it may have ({limit})";
        }
    }
}
