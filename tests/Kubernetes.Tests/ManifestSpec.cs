using Coordinator.Kubernetes.Tests.Checks;
using Coordinator.Kubernetes.Tests.Rendering;

namespace Coordinator.Kubernetes.Tests;

public sealed class ManifestSpec
{
    [KustomizeTheory]
    [InlineData("overlays/three-nodes", 7)]
    [InlineData("overlays/try-out", 11)]
    [InlineData("examples/participant", 3)]
    public void Rendered_manifests_have_no_problem(string directory, int objects)
    {
        var manifests = Manifests.Of(directory);

        Assert.Empty(AllChecks.Problems(manifests));
        Assert.Equal(objects, manifests.Objects.Count);
    }

    [KustomizeFact]
    public void Component_for_Prometheus_has_no_problem()
    {
        var manifests = Monitored();

        Assert.Empty(AllChecks.Problems(manifests));
        Assert.Single(manifests.Of<ServiceMonitor>());
    }

    internal static Manifests Monitored() => Manifests.Of("../../tests/Kubernetes.Tests/Monitored", "overlays/three-nodes");
}
