using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>The standard "restricted" of Kubernetes, a root that cannot be written, and no key to the API.</summary>
internal static class SecurityCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) =>
        from workload in manifests.Workloads
        from problem in Problems(workload)
        select $"{workload.Name} {problem}";

    private static IEnumerable<string> Problems(Workload workload)
    {
        var (pod, container) = (workload.Pod.SecurityContext, workload.Container.SecurityContext);
        if (pod?.RunAsNonRoot is not true || pod.RunAsUser is null or 0)
            yield return "may run as root";
        if (pod?.SeccompProfile?.Type != "RuntimeDefault")
            yield return "has no seccomp profile";
        if (container?.AllowPrivilegeEscalation is not false)
            yield return "may gain privileges";
        if (container?.Capabilities?.Drop?.Contains("ALL") is not true || container.Capabilities.Add is { Count: > 0 })
            yield return "keeps capabilities";
        if (container?.ReadOnlyRootFilesystem is not true)
            yield return "may write to its image";
        if (workload.Pod.AutomountServiceAccountToken is not false)
            yield return "has a key to the Kubernetes API";
        if (workload.Pod.EnableServiceLinks is not false)
            yield return "gets a variable for each service of its namespace";
    }
}
