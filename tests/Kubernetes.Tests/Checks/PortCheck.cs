using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Ports are unique, and whoever names one names one that there is.</summary>
internal static class PortCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) =>
        manifests.Workloads.SelectMany(Problems).Concat(manifests.Services.SelectMany(service => Problems(manifests, service)));

    private static IEnumerable<string> Problems(Workload workload)
    {
        var ports = workload.Pod.Containers.SelectMany(container => container.Ports ?? []).ToArray();
        foreach (var twice in ports.GroupBy(port => port.ContainerPort).Where(same => same.Count() > 1))
            yield return $"{workload.Name} has port {twice.Key} twice";
        foreach (var twice in ports.GroupBy(port => port.Name).Where(same => same.Count() > 1))
            yield return $"{workload.Name} has two ports named {twice.Key}";
        foreach (var probe in ProbeCheck.Probes(workload.Container).Where(probe => probe.HttpGet is { } get && workload.Port(get.Port.Value) is null))
            yield return $"{workload.Name} is probed on {probe.HttpGet.Port.Value}, which is no port of it";
    }

    private static IEnumerable<string> Problems(Manifests manifests, V1Service service)
    {
        foreach (var workload in manifests.SelectedBy(service.Spec.Selector))
        {
            foreach (var port in service.Spec.Ports)
            {
                var name = $"Service {service.Metadata.Name}: port {port.Name}";
                if (workload.Port(port.TargetPort?.Value) is not { } target)
                    yield return $"{name} leads to {port.TargetPort?.Value}, which is no port of {workload.Name}";
                // The pods of a headless service are called directly: what it says is what they listen on.
                else if (service.Spec.ClusterIP == "None" && target.ContainerPort != port.Port)
                    yield return $"{name} is {port.Port}, and {workload.Name} listens on {target.ContainerPort}";
            }
        }
    }
}
