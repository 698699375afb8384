using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>A participant has no port for the coordinator, and lives with a policy that lets nobody in.</summary>
internal static class ParticipantPolicyCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Workloads
        .Where(workload => workload.IsParticipant)
        .SelectMany(workload => Problems(manifests, workload));

    private static IEnumerable<string> Problems(Manifests manifests, Workload participant)
    {
        if (participant.Container.Ports is { Count: > 0 })
            yield return $"{participant.Name} has a port, and a participant listens on none";
        var policies = manifests.Policies.Where(policy => participant.IsSelectedBy(policy.Spec.PodSelector.MatchLabels)).ToArray();
        if (!policies.Any(policy => policy.Spec.PolicyTypes?.Contains("Ingress") is true))
            yield return $"No NetworkPolicy keeps others away from {participant.Name}";
        if (policies.Any(policy => policy.Spec.Ingress is { Count: > 0 }))
            yield return $"A NetworkPolicy lets others in to {participant.Name}";
    }
}
