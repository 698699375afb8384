using Coordinator.Kubernetes.Tests.Pods;
using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>
/// Secrets are referred to by names and keys that there are: rendered, or in the example beside the overlay, in the same namespace.
/// </summary>
internal static class SecretCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) =>
        manifests.Workloads.SelectMany(workload => References(workload).SelectMany(reference => Missing(manifests, workload, reference)))
            .Concat(manifests.Workloads.SelectMany(workload => FileProblems(manifests, workload)));

    private static IEnumerable<string> Missing(Manifests manifests, Workload workload, (string Secret, string? Key) reference)
    {
        var secret = manifests.Secrets.FirstOrDefault(known =>
            known.Metadata.Name == reference.Secret && known.Metadata.NamespaceProperty == workload.Metadata.NamespaceProperty);
        if (secret is null)
            yield return $"{workload.Name} refers to secret {reference.Secret}, which is not there";
        else if (reference.Key is { } key && !secret.Keys().Contains(key))
            yield return $"{workload.Name} refers to key {key} of secret {reference.Secret}, which is not there";
    }

    private static IEnumerable<(string Secret, string? Key)> References(Workload workload)
    {
        foreach (var (name, items) in (workload.Pod.Volumes ?? []).SelectMany(SecretFiles.Sources))
        {
            yield return (name, null);
            foreach (var item in items ?? [])
                yield return (name, item.Key);
        }

        foreach (var reference in (workload.Container.Env ?? []).Select(entry => entry.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>())
            yield return (reference.Name, reference.Key);
    }

    /// <summary>A variable that names a file in a mounted secret names one of its keys.</summary>
    private static IEnumerable<string> FileProblems(Manifests manifests, Workload workload)
    {
        foreach (var mount in workload.Container.VolumeMounts ?? [])
        {
            var volume = (workload.Pod.Volumes ?? []).FirstOrDefault(volume => volume.Name == mount.Name);
            if (volume is null || !SecretFiles.Sources(volume).Any() || References(workload).Any(reference => Missing(manifests, workload, reference).Any()))
                continue;
            var files = SecretFiles.Of(volume, manifests.Secrets).Select(file => $"{mount.MountPath}/{file.File}").ToArray();
            foreach (var entry in (workload.Container.Env ?? []).Where(entry =>
                entry.Value?.StartsWith($"{mount.MountPath}/", StringComparison.Ordinal) is true && !files.Contains(entry.Value)))
                yield return $"{workload.Name}: {entry.Name} is {entry.Value}, which is in no secret";
        }
    }
}
