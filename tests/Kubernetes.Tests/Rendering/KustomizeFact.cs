using Coordinator.Testing;

namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>A theory on rendered manifests: skipped, with a line that says why, where nothing can render them; never where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KustomizeTheoryAttribute : TheoryAttribute
{
    public KustomizeTheoryAttribute() => Skip = Kustomize.ReasonToSkip!;
}

/// <summary>A fact on rendered manifests, see <see cref="KustomizeTheoryAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KustomizeFactAttribute : FactAttribute
{
    public KustomizeFactAttribute() => Skip = Kustomize.ReasonToSkip!;
}

/// <summary>A theory on rendered manifests whose pods are started, with a PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PodTheoryAttribute : TheoryAttribute
{
    public PodTheoryAttribute() => Skip = (Kustomize.ReasonToSkip ?? PostgresServer.ReasonToSkip ?? Elsewhere)!;

    private static string? Elsewhere => OperatingSystem.IsLinux() ? null : "Each node needs a loopback address of its own: only Linux has them all.";
}
