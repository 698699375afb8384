using Coordinator.Hosting.Node;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Kubernetes waits for a node's shutdown for as long as the node itself does.</summary>
internal static class GraceCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Nodes is { } nodes ? Problems(manifests, nodes) : [];

    private static IEnumerable<string> Problems(Manifests manifests, Workload nodes)
    {
        var beforehand = TimeSpan.FromSeconds(nodes.Container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0);
        var grace = TimeSpan.FromSeconds(nodes.Pod.TerminationGracePeriodSeconds ?? 30);
        var limit = StopLimit.Of(OptionCheck.OptionsOf(nodes, manifests));
        if (beforehand == TimeSpan.Zero)
            yield return "Nodes have no preStop";
        if (grace < beforehand + limit)
            yield return $"Nodes are killed {grace} after they were told to stop; preStop and the stop may take {beforehand + limit}";
    }
}
