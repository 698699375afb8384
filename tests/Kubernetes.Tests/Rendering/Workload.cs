using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>Uniform view of the objects that create pods.</summary>
/// <param name="Name">Kind and name, for people.</param>
/// <param name="Metadata">Its own.</param>
/// <param name="Selector">Of its pods; a job's is made by Kubernetes.</param>
/// <param name="Template">The same objects as in the manifest.</param>
/// <param name="Stateful">What only a StatefulSet has.</param>
internal sealed record Workload(
    string Name, V1ObjectMeta Metadata, V1LabelSelector? Selector, V1PodTemplateSpec Template, V1StatefulSetSpec? Stateful = null)
{
    public V1PodSpec Pod => Template.Spec;

    public V1Container Container => Pod.Containers.Single();

    public bool IsNode => Is("app.kubernetes.io/name", "coordinator") && Is("app.kubernetes.io/component", "node");

    public bool IsCoordinator => Is("app.kubernetes.io/name", "coordinator");

    public bool IsParticipant => Is("coordinator-participant", "true");

    public static Workload? Of(object found) => found switch
    {
        V1StatefulSet set => new($"StatefulSet {set.Metadata.Name}", set.Metadata, set.Spec.Selector, set.Spec.Template, set.Spec),
        V1Deployment deployment => new(
            $"Deployment {deployment.Metadata.Name}", deployment.Metadata, deployment.Spec.Selector, deployment.Spec.Template),
        V1Job job => new($"Job {job.Metadata.Name}", job.Metadata, null, job.Spec.Template),
        _ => null,
    };

    public bool IsSelectedBy(IDictionary<string, string>? labels) =>
        labels is { Count: > 0 } && labels.All(label => Is(label.Key, label.Value));

    /// <summary>Finds a port by its number or by its name.</summary>
    public V1ContainerPort? Port(string? port) =>
        Pod.Containers.SelectMany(container => container.Ports ?? [])
            .FirstOrDefault(known => known.Name == port || $"{known.ContainerPort}" == port);

    private bool Is(string label, string value) =>
        Template.Metadata.Labels is { } labels && labels.TryGetValue(label, out var found) && found == value;
}
