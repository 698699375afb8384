using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Harness.Waiting;
using Coordinator.Hosting.Node;
using Coordinator.Persistence;
using Coordinator.Retention;
using Coordinator.Testing;
using Coordinator.Tests.Hosting.Node;

namespace Coordinator.Tests.Retention;

public sealed class RetentionClusterSpec
{
    [PostgresFact]
    public async Task Every_node_tells_what_retention_does()
    {
        var cluster = new SimulatedCluster();
        try
        {
            await cluster.StartAsync();
            foreach (var node in cluster.Nodes)
            {
                var keeper = ActorRegistry.For(node.System).Get<RetentionKeeper>();
                RetentionReport report = new(null, []);
                await Eventually.TrueAsync(
                    async () =>
                    {
                        report = await keeper.Ask<RetentionReport>(new AskRetention(), TimeSpan.FromSeconds(30));
                        return report is { Obstacle: null, Works: [{ CompletedAt: not null, Bound: not null }, ..] };
                    },
                    () => $"a pass is complete, but it is {report}");
            }
        }
        finally
        {
            await cluster.StopAsync();
        }
    }

    [Theory]
    [InlineData(nameof(JournalKind.GroupCommit), false)]
    [InlineData(nameof(JournalKind.Stock), true)]
    public async Task Nothing_is_deleted_beside_a_node_that_does_not_know_which_ids_are_expired(string journal, bool isObstacle)
    {
        var config = NodeConfig.Roles("127.0.0.1:4053", Enum.Parse<JournalKind>(journal)).WithFallback(ConfigurationFactory.ParseString("""
            akka {
              loglevel = WARNING
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
            }
            """));
        using var system = ActorSystem.Create("retention", config);
        var cluster = Cluster.Get(system);
        await cluster.JoinAsync(cluster.SelfAddress);
        // The state follows the join a moment later.
        await Eventually.TrueAsync(() => cluster.State.Members.Count == 1, "the node sees itself");

        var obstacle = RetentionSetup.Obstacle(cluster.State);

        Assert.Equal(isObstacle, obstacle?.Contains("earlier release", StringComparison.Ordinal) is true);
        Assert.True(cluster.SelfMember.HasRole(ShardSettings.Role));
    }
}
