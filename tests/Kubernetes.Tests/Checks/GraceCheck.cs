using Akka.Configuration;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Kubernetes waits for a node's shutdown for as long as the node itself does.</summary>
internal static class GraceCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Nodes is { } nodes ? Problems(manifests, nodes) : [];

    /// <summary>The longest that the phases of Akka's coordinated shutdown can take, one after the other.</summary>
    public static TimeSpan SumOfPhases(CoordinatorOptions options)
    {
        var shutdown = NodeConfig.Of(options).WithFallback(ConfigurationFactory.Default()).GetConfig("akka.coordinated-shutdown");
        var each = shutdown.GetTimeSpan("default-phase-timeout");
        return shutdown.GetConfig("phases").AsEnumerable()
            .Select(phase => shutdown.GetTimeSpan($"phases.{phase.Key}.timeout", each))
            .Aggregate(TimeSpan.Zero, (sum, timeout) => sum + timeout);
    }

    private static IEnumerable<string> Problems(Manifests manifests, Workload nodes)
    {
        var beforehand = TimeSpan.FromSeconds(nodes.Container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0);
        var grace = TimeSpan.FromSeconds(nodes.Pod.TerminationGracePeriodSeconds ?? 30);
        var options = OptionCheck.OptionsOf(nodes, manifests);
        var phases = SumOfPhases(options);
        if (beforehand == TimeSpan.Zero)
            yield return "Nodes have no preStop";
        if (grace < beforehand + phases)
            yield return $"Nodes are killed {grace} after they were told to stop; preStop and the phases of the shutdown may take {beforehand + phases}";
        else if (grace < beforehand + CoordinatorNode.ShutdownLimit)
            yield return $"Nodes are killed {grace} after they were told to stop; they may take {beforehand + CoordinatorNode.ShutdownLimit}";
    }
}
