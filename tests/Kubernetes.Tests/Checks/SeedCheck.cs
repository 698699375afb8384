using Coordinator.Kubernetes.Tests.Pods;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>
/// Every node is told the same seeds in the same order, by the names that the service gives to the first pods, on the port for nodes. It calls
/// itself by its own name.
/// Otherwise two nodes could each form a cluster.
/// </summary>
internal static class SeedCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Nodes is { } nodes ? Problems(manifests, nodes) : [];

    private static IEnumerable<string> Problems(Manifests manifests, Workload nodes)
    {
        var set = nodes.Stateful!;
        var replicas = set.Replicas ?? 1;
        var service = manifests.Services.FirstOrDefault(service => service.Metadata.Name == set.ServiceName);
        if (service?.Spec.ClusterIP != "None" || !nodes.IsSelectedBy(service.Spec.Selector))
            yield return $"{set.ServiceName} is no headless service of the nodes";
        else if (service.Spec.PublishNotReadyAddresses is not true)
            yield return "Nodes cannot find each other before they are ready: publishNotReadyAddresses is off";
        if (set.PodManagementPolicy != "Parallel")
            yield return "Nodes start one after the other: one that cannot start keeps the later ones away";

        var told = Enumerable.Range(0, replicas).Select(ordinal => PodVariables.Of(nodes, manifests.Secrets, ordinal)).ToArray();
        var lists = told.Select(Seeds).ToArray();
        if (lists.Select(seeds => string.Join(',', seeds)).Distinct().Count() > 1)
            yield return "Nodes are told different seeds, or in another order";
        var expected = Enumerable.Range(0, lists[0].Length).Select(ordinal => $"{NameOf(nodes, ordinal)}:{Port(nodes, "nodes")}");
        if (!lists[0].SequenceEqual(expected))
            yield return $"Seeds are {string.Join(", ", lists[0])} instead of {string.Join(", ", expected)}";
        if (lists[0].Length is 0 || lists[0].Length > replicas)
            yield return $"There are {lists[0].Length} seeds for {replicas} nodes";
        foreach (var (ordinal, variables) in told.Index())
        {
            foreach (var use in (string[])["remoting", "nodes"])
            {
                var prefix = $"COORDINATOR__{use.ToUpperInvariant()}";
                if (variables.GetValueOrDefault($"{prefix}__PUBLICHOST") is var name && name != NameOf(nodes, ordinal))
                    yield return $"Node {ordinal} calls itself {name} instead of {NameOf(nodes, ordinal)} ({use})";
                if (variables.GetValueOrDefault($"{prefix}__PORT") is var port && port != Port(nodes, use))
                    yield return $"Node {ordinal} listens on {port}, and its port {use} is {Port(nodes, use)}";
            }
        }
    }

    private static string[] Seeds(Dictionary<string, string> variables) =>
        variables.GetValueOrDefault("COORDINATOR__CLUSTER__SEEDS", "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string NameOf(Workload nodes, int ordinal) =>
        $"{nodes.Metadata.Name}-{ordinal}.{nodes.Stateful!.ServiceName}.{nodes.Metadata.NamespaceProperty}.svc";

    private static string? Port(Workload nodes, string use) => nodes.Port(use) is { } port ? $"{port.ContainerPort}" : null;
}
