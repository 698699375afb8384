namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>A theory on rendered manifests: skipped, with a line that says why, where nothing can render them; never where <c>CI=true</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KustomizeTheoryAttribute : TheoryAttribute
{
    public KustomizeTheoryAttribute() => Skip = Kustomize.ReasonToSkip!;
}
