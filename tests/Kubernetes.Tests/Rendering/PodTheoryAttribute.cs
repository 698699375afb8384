using Coordinator.Testing;

namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>A theory on rendered manifests whose pods are started, with a PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PodTheoryAttribute : TheoryAttribute
{
    public PodTheoryAttribute() => Skip = (Kustomize.ReasonToSkip ?? PostgresServer.ReasonToSkip ?? Elsewhere)!;

    private static string? Elsewhere => OperatingSystem.IsLinux() ? null : "Each node needs a loopback address of its own: only Linux has them all.";
}
