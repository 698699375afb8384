using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests.Checks;

/// <summary>Mounts are of volumes that there are, and every volume is mounted, once.</summary>
internal static class VolumeCheck
{
    public static IEnumerable<string> Problems(Manifests manifests) => manifests.Workloads.SelectMany(Problems);

    private static IEnumerable<string> Problems(Workload workload)
    {
        string[] volumes =
        [
            .. (workload.Pod.Volumes ?? []).Select(volume => volume.Name),
            .. (workload.Stateful?.VolumeClaimTemplates ?? []).Select(claim => claim.Metadata.Name),
        ];
        var mounts = (workload.Container.VolumeMounts ?? []).ToArray();
        foreach (var mount in mounts.Where(mount => !volumes.Contains(mount.Name)))
            yield return $"{workload.Name} mounts {mount.Name}, which is no volume of its pod";
        foreach (var volume in volumes.Except(mounts.Select(mount => mount.Name)))
            yield return $"{workload.Name} has a volume {volume} that nothing mounts";
        foreach (var twice in mounts.GroupBy(mount => mount.MountPath).Where(same => same.Count() > 1))
            yield return $"{workload.Name} mounts {twice.Key} twice";
        if (volumes.Distinct().Count() < volumes.Length)
            yield return $"{workload.Name} has two volumes of one name";
        if (workload.Container.WorkingDir is { } directory && mounts.All(mount => mount.MountPath != directory))
            yield return $"{workload.Name} works in {directory}, which nothing mounts";
    }
}
