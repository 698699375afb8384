using Coordinator.Hosting.Http;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Prometheus is sent where metrics are.</summary>
internal static class ServiceMonitorCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) =>
        from monitor in manifests.Of<ServiceMonitor>()
        from problem in Problems(manifests, monitor)
        select $"ServiceMonitor {monitor.Metadata.Name} {problem}";

    private static bool IsOn(Manifests manifests, string variable) =>
        manifests.Nodes?.Container.Env.Any(entry => entry.Name == variable && entry.Value == "true") is true;

    private static IEnumerable<string> Problems(Manifests manifests, ServiceMonitor monitor)
    {
        var services = manifests.Services.Where(service => monitor.Spec.Selector.MatchLabels.All(label =>
            service.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value)).ToArray();
        foreach (var endpoint in monitor.Spec.Endpoints)
        {
            if (!services.Any(service => service.Spec.Ports.Any(port => port.Name == endpoint.Port)))
                yield return $"selects no service with a port {endpoint.Port}";
            if (endpoint.Path != MetricsEndpoint.Path)
                yield return $"asks for {endpoint.Path}, and nodes have {MetricsEndpoint.Path}";
        }

        if (!IsOn(manifests, "COORDINATOR__HTTP__METRICS"))
            yield return "is there, and nodes gather no metrics";
        if (!IsOn(manifests, "COORDINATOR__HTTP__OPENMETRICS"))
            yield return "is there, and nodes refuse metrics to other machines";
    }
}
