using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Policies speak of ports that there are; remoting is let in for members and participants, HTTP for nobody but a scraper.</summary>
internal static class NetworkPolicyCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) =>
        manifests.Policies.SelectMany(policy => RuleProblems(manifests, policy))
            .Concat(manifests.Nodes is { } nodes ? NodeProblems(manifests, nodes) : []);

    private static IEnumerable<string> RuleProblems(Manifests manifests, V1NetworkPolicy policy)
    {
        var name = $"NetworkPolicy {policy.Metadata.Name}";
        foreach (var rule in policy.Spec.Ingress ?? [])
        {
            if (rule.FromProperty is not { Count: > 0 } || rule.FromProperty.Any(LetsAllIn))
                yield return $"{name} lets anybody in";
            if (rule.Ports is not { Count: > 0 })
                yield return $"{name} lets in on every port";
        }

        foreach (var workload in manifests.SelectedBy(policy.Spec.PodSelector.MatchLabels))
        {
            foreach (var port in Ports(policy).Where(port => workload.Port(port.Value) is null))
                yield return $"{name} speaks of {port.Value}, which is no port of {workload.Name}";
        }
    }

    private static IEnumerable<string> NodeProblems(Manifests manifests, Workload nodes)
    {
        var rules = manifests.Policies.Where(policy => nodes.IsSelectedBy(policy.Spec.PodSelector.MatchLabels))
            .SelectMany(policy => policy.Spec.Ingress ?? []).ToArray();
        string[] expected = manifests.Of<ServiceMonitor>().Any() ? ["http", "remoting"] : ["remoting"];
        var open = rules.SelectMany(rule => rule.Ports ?? []).Select(port => nodes.Port(port.Port.Value)?.Name ?? port.Port.Value).Distinct().Order();
        if (!open.SequenceEqual(expected))
            yield return $"Nodes are open on {string.Join(", ", open)} instead of {string.Join(", ", expected)}";
        foreach (var rule in rules.Where(rule => (rule.Ports ?? []).Count > 1))
            yield return "Who is let in to remoting is let in to HTTP too";
        foreach (var (who, labels) in Welcome(nodes))
        {
            if (!rules.Any(rule => rule.Ports?.Any(port => nodes.Port(port.Port.Value)?.Name == "remoting") is true && Admits(rule, labels)))
                yield return $"No NetworkPolicy lets {who} in";
        }
    }

    private static IEnumerable<(string Who, IDictionary<string, string> Labels)> Welcome(Workload nodes) =>
    [
        ("other nodes", nodes.Template.Metadata.Labels),
        ("participants", new Dictionary<string, string> { ["coordinator-participant"] = "true" }),
    ];

    private static bool Admits(V1NetworkPolicyIngressRule rule, IDictionary<string, string> labels) =>
        (rule.FromProperty ?? []).Any(from => from.PodSelector?.MatchLabels is { Count: > 0 } wanted
            && wanted.All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value));

    private static bool LetsAllIn(V1NetworkPolicyPeer peer) =>
        peer.IpBlock is null && peer.PodSelector?.MatchLabels is not { Count: > 0 } && peer.NamespaceSelector?.MatchLabels is not { Count: > 0 };

    private static IEnumerable<IntOrString> Ports(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports ?? []).Select(port => port.Port);
}
