using Coordinator.Kubernetes.Tests.Pods;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>A variable refers to earlier ones only: to Kubernetes a later one is a text like any other.</summary>
internal static class VariableCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Workloads.SelectMany(Problems);

    private static IEnumerable<string> Problems(Workload workload)
    {
        var earlier = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in workload.Container.Env ?? [])
        {
            foreach (var unknown in PodVariables.ReferencesIn(entry.Value).Where(name => !earlier.Contains(name)))
                yield return $"{workload.Name}: {entry.Name} refers to {unknown}, which is not there yet";
            if (!earlier.Add(entry.Name))
                yield return $"{workload.Name} has {entry.Name} twice";
        }
    }
}
