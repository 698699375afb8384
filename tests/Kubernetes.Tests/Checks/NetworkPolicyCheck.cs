using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>
/// Policies speak of ports that there are. Participants reach the port <c>remoting</c> only, nodes the port <c>nodes</c> only, and nobody
/// but a scraper reaches HTTP.
/// </summary>
internal static class NetworkPolicyCheck
{
    private static readonly Dictionary<string, string> Participants = new() { ["coordinator-participant"] = "true" };

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
        string[] expected = manifests.Of<ServiceMonitor>().Any() ? ["http", "nodes", "remoting"] : ["nodes", "remoting"];
        var open = rules.SelectMany(rule => Ports(rule, nodes)).Distinct().Order();
        if (!open.SequenceEqual(expected))
            yield return $"Nodes are open on {string.Join(", ", open)} instead of {string.Join(", ", expected)}";
        foreach (var rule in rules.Where(rule => (rule.Ports ?? []).Count > 1))
            yield return $"One rule lets the same pods in on {string.Join(" and ", Ports(rule, nodes))}";
        foreach (var (port, who, labels) in Welcome(nodes))
        {
            var ofPort = rules.Where(rule => Ports(rule, nodes).Contains(port)).SelectMany(rule => rule.FromProperty ?? []).ToArray();
            if (!ofPort.Any(from => IsOf(from, labels)))
                yield return $"No NetworkPolicy lets {who} in on port {port}";
            if (!ofPort.All(from => IsOf(from, labels)))
                yield return $"Others than {who} are let in on port {port}";
        }

        if (rules.Where(rule => Ports(rule, nodes).Contains("nodes")).SelectMany(rule => rule.FromProperty ?? []).Any(from => from.NamespaceSelector is not null))
            yield return "Pods of other namespaces are let in on port nodes";
    }

    private static IEnumerable<(string Port, string Who, IDictionary<string, string> Labels)> Welcome(Workload nodes) =>
        [("nodes", "nodes", nodes.Template.Metadata.Labels), ("remoting", "participants", Participants)];

    /// <summary>Returns true when a peer is a selection of pods by exactly these labels.</summary>
    private static bool IsOf(V1NetworkPolicyPeer from, IDictionary<string, string> labels) =>
        from is { IpBlock: null, PodSelector.MatchLabels: { } wanted }
        && wanted.Count == labels.Count
        && labels.All(label => wanted.TryGetValue(label.Key, out var value) && value == label.Value);

    private static bool LetsAllIn(V1NetworkPolicyPeer peer) =>
        peer.IpBlock is null && peer.PodSelector?.MatchLabels is not { Count: > 0 } && peer.NamespaceSelector?.MatchLabels is not { Count: > 0 };

    private static IEnumerable<string> Ports(V1NetworkPolicyIngressRule rule, Workload nodes) =>
        (rule.Ports ?? []).Select(port => nodes.Port(port.Port.Value)?.Name ?? port.Port.Value);

    private static IEnumerable<IntOrString> Ports(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports ?? []).Select(port => port.Port);
}
