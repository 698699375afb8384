using System.Text;
using System.Text.RegularExpressions;
using Coordinator.Kubernetes.Tests.Rendering;
using k8s.Models;

namespace Coordinator.Kubernetes.Tests.Pods;

/// <summary>The environment that the kubelet gives to a pod of a workload.</summary>
internal static partial class PodVariables
{
    public static Dictionary<string, string> Of(Workload workload, IReadOnlyCollection<V1Secret> secrets, int ordinal)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in workload.Container.Env ?? [])
            variables[entry.Name] = Value(entry, workload, secrets, ordinal, variables);
        return variables;
    }

    /// <summary>Names that a value refers to, as <c>$(NAME)</c>.</summary>
    public static IEnumerable<string> ReferencesIn(string? value) =>
        Reference().Matches(value ?? "").Select(reference => reference.Groups["name"].Value);

    // As Kubernetes does it: what is not known, or comes later, stays as it is written.
    private static string Value(
        V1EnvVar entry, Workload workload, IReadOnlyCollection<V1Secret> secrets, int ordinal, Dictionary<string, string> earlier) =>
        entry.ValueFrom is not { } source
            ? Reference().Replace(entry.Value ?? "", match => earlier.GetValueOrDefault(match.Groups["name"].Value, match.Value))
        : source.SecretKeyRef is { } secret ? Encoding.UTF8.GetString(secrets.Named(secret.Name).Read(secret.Key))
        : source.FieldRef.FieldPath switch
        {
            "metadata.name" => $"{workload.Metadata.Name}-{ordinal}",
            "metadata.namespace" => workload.Metadata.NamespaceProperty,
            "status.podIP" => $"127.0.0.{ordinal + 1}",
            var other => throw new NotSupportedException($"{entry.Name}: the field {other}"),
        };

    [GeneratedRegex(@"\$\((?<name>[A-Za-z0-9_]+)\)")]
    private static partial Regex Reference();
}
