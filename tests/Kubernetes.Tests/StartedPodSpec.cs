using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Kubernetes.Tests.Pods;
using Coordinator.Kubernetes.Tests.Rendering;
using Coordinator.Testing;

namespace Coordinator.Kubernetes.Tests;

/// <summary>Real nodes with exactly the environment, the arguments and the files that the manifests give them, on this machine.</summary>
public sealed class StartedPodSpec
{
    [PodTheory]
    [InlineData("overlays/three-nodes")]
    [InlineData("overlays/try-out")]
    public async Task Pods_become_a_cluster_that_is_ready_and_stop_in_their_grace(string overlay)
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        var manifests = Manifests.Of(overlay);
        await using var cluster = new LocalCluster(manifests, postgres.ConnectionString);
        var container = manifests.Nodes!.Container;

        var schema = cluster.RunJob();
        Assert.True(await schema.ExitAsync() == 0, schema.Output);

        var nodes = Enumerable.Range(0, manifests.Nodes.Stateful!.Replicas!.Value).Select(ordinal => cluster.StartNode(ordinal)).ToArray();
        foreach (var (ordinal, node) in nodes.Index())
        {
            foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
            {
                var silence = await cluster.SilenceAsync(node, ordinal, probe);
                Assert.True(silence is null, silence);
            }
        }

        Array.ForEach(nodes, node => node.Terminate());
        foreach (var node in nodes)
            Assert.Equal(0, await node.ExitAsync());
    }
}
