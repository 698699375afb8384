using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Checks that each selector selects its pods: an API server accepts a selector of nothing silently.</summary>
internal static class SelectorCheck
{
    public static IEnumerable<string> Problems(Manifests manifests)
    {
        foreach (var (name, labels) in Selectors(manifests))
        {
            if (!manifests.SelectedBy(labels).Any())
                yield return $"{name} selects no pod";
        }

        foreach (var workload in manifests.Workloads)
        {
            if (workload.Selector is { } selector && !workload.IsSelectedBy(selector.MatchLabels))
                yield return $"{workload.Name} does not select its own pods";
            foreach (var own in OwnSelectors(workload.Pod).Where(own => !workload.IsSelectedBy(own.MatchLabels)))
                yield return $"{workload.Name} is spread by labels that its pods do not have";
        }

        foreach (var service in manifests.Services)
        {
            var selected = manifests.SelectedBy(service.Spec.Selector).Select(workload => workload.Name).ToArray();
            if (selected.Length > 1)
                yield return $"Service {service.Metadata.Name} selects the pods of {string.Join(" and ", selected)}";
        }

        if (manifests.Nodes is not null && !manifests.Of<V1PodDisruptionBudget>().Any(Protects))
            yield return "No PodDisruptionBudget lets one node go at a time";

        bool Protects(V1PodDisruptionBudget budget) =>
            manifests.Nodes.IsSelectedBy(budget.Spec.Selector.MatchLabels) && budget.Spec.MaxUnavailable?.Value == "1";
    }

    private static IEnumerable<(string Name, IDictionary<string, string> Labels)> Selectors(Manifests manifests) =>
    [
        .. manifests.Services.Select(service => ($"Service {service.Metadata.Name}", service.Spec.Selector)),
        .. manifests.Policies.Select(policy => ($"NetworkPolicy {policy.Metadata.Name}", policy.Spec.PodSelector.MatchLabels)),
        .. manifests.Of<V1PodDisruptionBudget>()
            .Select(budget => ($"PodDisruptionBudget {budget.Metadata.Name}", budget.Spec.Selector.MatchLabels)),
    ];

    private static IEnumerable<V1LabelSelector> OwnSelectors(V1PodSpec pod) =>
        (pod.TopologySpreadConstraints ?? []).Select(constraint => constraint.LabelSelector)
        .Concat((pod.Affinity?.PodAntiAffinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? []).Select(term => term.LabelSelector));
}
