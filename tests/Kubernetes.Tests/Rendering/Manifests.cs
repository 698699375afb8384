using k8s;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>
/// Objects that one directory of deploy/k8s renders to. They are read strictly: a field that Kubernetes does not know is an error.
/// </summary>
internal sealed class Manifests
{
    private const string Examples = "secrets.example.yaml";

    private static readonly Dictionary<string, Type> CustomTypes = new()
    {
        [$"{ServiceMonitor.ApiGroupVersion}/{nameof(ServiceMonitor)}"] = typeof(ServiceMonitor),
    };

    private readonly List<IKubernetesObject<V1ObjectMeta>> _objects;

    private Manifests(IEnumerable<object> objects, IEnumerable<object> examples)
    {
        _objects = [.. objects.Cast<IKubernetesObject<V1ObjectMeta>>()];
        // Named by an example stands for: made by whoever applies this.
        Secrets = [.. Of<V1Secret>(), .. examples.Cast<V1Secret>()];
    }

    /// <summary>Every call reads anew, so that a test may change what it got.</summary>
    /// <param name="directory">Below deploy/k8s.</param>
    /// <param name="overlay">Where its examples are, if not there.</param>
    public static Manifests Of(string directory, string? overlay = null)
    {
        var examples = Path.Combine(Repository.Manifests(overlay ?? directory), Examples);
        return new Manifests(Parse(Kustomize.Render(directory)), File.Exists(examples) ? Parse(File.ReadAllText(examples)) : []);
    }

    public static List<object> Parse(string yaml) => KubernetesYaml.LoadAllFromString(yaml, CustomTypes, strict: true);

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects => _objects;

    public List<V1Secret> Secrets { get; }

    public IReadOnlyList<V1Service> Services => [.. Of<V1Service>()];

    public IReadOnlyList<V1NetworkPolicy> Policies => [.. Of<V1NetworkPolicy>()];

    /// <summary>All that makes pods.</summary>
    public IReadOnlyList<Workload> Workloads => [.. _objects.Select(Workload.Of).OfType<Workload>()];

    /// <summary>The coordinators, where there are some.</summary>
    public Workload? Nodes => Workloads.SingleOrDefault(workload => workload.IsNode);

    public IEnumerable<T> Of<T>() => _objects.OfType<T>();

    public void Remove<T>(Predicate<T> which)
        where T : IKubernetesObject<V1ObjectMeta> => _objects.RemoveAll(found => found is T typed && which(typed));

    public IEnumerable<Workload> SelectedBy(IDictionary<string, string>? labels) =>
        Workloads.Where(workload => workload.IsSelectedBy(labels));
}
