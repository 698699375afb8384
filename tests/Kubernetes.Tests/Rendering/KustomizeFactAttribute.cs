namespace Coordinator.Kubernetes.Tests.Rendering;

/// <summary>A fact on rendered manifests, see <see cref="KustomizeTheoryAttribute" />.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KustomizeFactAttribute : FactAttribute
{
    public KustomizeFactAttribute() => Skip = Kustomize.ReasonToSkip!;
}
