using System.Text;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>A secret's keys, whichever way they were written.</summary>
internal static class SecretContent
{
    public static IEnumerable<string> Keys(this V1Secret secret) =>
        (secret.StringData?.Keys ?? []).Concat(secret.Data?.Keys ?? []);

    public static byte[] Read(this V1Secret secret, string key) =>
        secret.StringData is { } texts && texts.TryGetValue(key, out var text) ? Encoding.UTF8.GetBytes(text) : secret.Data[key] ?? [];

    public static void Write(this V1Secret secret, string key, byte[] content)
    {
        secret.StringData?.Remove(key);
        secret.Data ??= new Dictionary<string, byte[]>();
        secret.Data[key] = content;
    }

    public static V1Secret Named(this IEnumerable<V1Secret> secrets, string name) =>
        secrets.FirstOrDefault(secret => secret.Metadata.Name == name)
        ?? throw new InvalidOperationException($"there is no secret {name}");
}
