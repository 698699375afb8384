using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>
/// Environment, arguments and files of a pod, as a kubelet prepares them, with the files below a directory of this machine.
/// </summary>
internal sealed class LocalPod
{
    private readonly string _root;
    private readonly Workload _workload;

    public LocalPod(Workload workload, IReadOnlyCollection<V1Secret> secrets, string directory, int ordinal = 0)
    {
        (_workload, _root) = (workload, directory);
        foreach (var mount in Mounts)
            Fill(mount, secrets);
        Environment = PodVariables.Of(workload, secrets, ordinal).ToDictionary(variable => variable.Key, variable => OnThisMachine(variable.Value));
    }

    public Dictionary<string, string> Environment { get; }

    public IReadOnlyList<string> Arguments => [.. (_workload.Container.Args ?? []).Select(OnThisMachine)];

    public string WorkingDirectory => OnThisMachine(_workload.Container.WorkingDir ?? Mounts.First().MountPath);

    private IEnumerable<V1VolumeMount> Mounts => _workload.Container.VolumeMounts ?? [];

    private void Fill(V1VolumeMount mount, IReadOnlyCollection<V1Secret> secrets)
    {
        var directory = Directory.CreateDirectory(OnThisMachine(mount.MountPath)).FullName;
        foreach (var (name, key, file) in SecretFiles.Of(_workload.Pod.Volumes.Single(volume => volume.Name == mount.Name), secrets))
            File.WriteAllBytes(Path.Combine(directory, file), secrets.Named(name).Read(key));
    }

    /// <summary>A path of the pod is one below the root; whatever else is left alone.</summary>
    private string OnThisMachine(string value) =>
        Mounts.Any(mount => value == mount.MountPath || value.StartsWith($"{mount.MountPath}/", StringComparison.Ordinal))
            ? Path.Join(_root, value)
            : value;
}
