using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>Which files a volume has that come from secrets.</summary>
internal static class SecretFiles
{
    /// <returns>Secret, key and file; without <c>items</c> every key is a file of its name.</returns>
    public static IEnumerable<(string Secret, string Key, string File)> Of(V1Volume volume, IReadOnlyCollection<V1Secret> secrets) =>
        Sources(volume).SelectMany(source => source.Items is { Count: > 0 }
            ? source.Items.Select(item => (source.Name, item.Key, item.Path))
            : secrets.Named(source.Name).Keys().Select(key => (source.Name, key, key)));

    public static IEnumerable<(string Name, IList<V1KeyToPath>? Items)> Sources(V1Volume volume)
    {
        if (volume.Secret is { } secret)
            yield return (secret.SecretName, secret.Items);
        foreach (var source in volume.Projected?.Sources ?? [])
        {
            if (source.Secret is { } projected)
                yield return (projected.Name, projected.Items);
        }
    }
}
