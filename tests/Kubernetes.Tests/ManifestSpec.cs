using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;
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

    [Fact]
    public void Phases_of_the_shutdown_are_summed_as_the_node_has_them()
    {
        var options = new CoordinatorOptions();
        var usual = GraceCheck.SumOfPhases(options);
        options.Sessions.DrainTimeout += TimeSpan.FromSeconds(30);

        // Akka has twelve of five seconds or more.
        Assert.InRange(usual, TimeSpan.FromSeconds(60), CoordinatorNode.ShutdownLimit);
        Assert.Equal(usual + TimeSpan.FromSeconds(30), GraceCheck.SumOfPhases(options));
    }

    internal static Manifests Monitored() => Manifests.Of("../../tests/Kubernetes.Tests/Monitored", "overlays/three-nodes");
}
