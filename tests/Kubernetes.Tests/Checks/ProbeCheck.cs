using Coordinator.Hosting.Http;
using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Only readiness asks for the database: probed for liveness, it would have every node killed when it is away.</summary>
internal static class ProbeCheck
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    public static IEnumerable<V1Probe> Probes(V1Container container) =>
        new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.OfType<V1Probe>();

    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Nodes is { } nodes ? Problems(nodes) : [];

    private static IEnumerable<string> Problems(Workload nodes)
    {
        (string Name, V1Probe? Probe, string Path)[] probes =
        [
            ("startup", nodes.Container.StartupProbe, Live),
            ("liveness", nodes.Container.LivenessProbe, Live),
            ("readiness", nodes.Container.ReadinessProbe, Ready),
        ];
        foreach (var (name, probe, path) in probes)
        {
            if (probe?.HttpGet.Path != path)
                yield return $"The {name} probe asks {probe?.HttpGet.Path ?? "nothing"} instead of {path}";
            else if (probe.TimeoutSeconds is not { } timeout || timeout > probe.PeriodSeconds)
                yield return $"The {name} probe may take longer than until the next";
        }

        if (nodes.Container.ReadinessProbe?.TimeoutSeconds <= Readiness.AnswerLimit.TotalSeconds)
            yield return "The readiness probe gives up before the node gives up on its database";
    }
}
