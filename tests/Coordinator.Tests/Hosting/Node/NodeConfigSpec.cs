using Akka.Configuration;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;
using Coordinator.NodeLink;

namespace Coordinator.Tests.Hosting.Node;

public sealed class NodeConfigSpec
{
    [Theory]
    [InlineData("node-0", 40)]
    [InlineData("node-1", 5)]
    public void Only_the_first_seed_takes_its_time_before_it_forms_a_cluster(string host, int seconds)
    {
        var options = new CoordinatorOptions();
        options.Nodes.PublicHost = host;
        options.Cluster.Seeds = ["node-0:4054", "node-1:4054"];
        options.Cluster.SeedTimeout = TimeSpan.FromSeconds(40);

        Assert.Equal(TimeSpan.FromSeconds(seconds), SeedTimeout(options));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("node.pfx")]
    public void Seed_has_the_same_address_with_and_without_TLS(string? certificate)
    {
        var options = new CoordinatorOptions();
        options.Nodes.TlsCertificate = certificate;
        options.Cluster.Seeds = ["node-0:4054"];

        Assert.Equal("akka.tcp://coordinator@node-0:4054", Assert.Single(NodeConfig.Seeds(options)!));
    }

    /// <summary>A cut is noticed when heartbeats pause, and its end when a connection is made again: a call a second, and a heartbeat.</summary>
    [Fact]
    public void Cut_of_10_s_is_over_before_a_node_goes_down()
    {
        var config = Full(new CoordinatorOptions());
        var noticed = config.GetTimeSpan("akka.cluster.failure-detector.acceptable-heartbeat-pause");
        var stable = config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after");

        Assert.True(noticed + stable >= TimeSpan.FromSeconds(10) + TimeSpan.FromSeconds(3));
        Assert.True(NodeRole.Silence < TimeSpan.FromSeconds(10));
        // An attempt to connect goes on until the resolver has decided.
        Assert.True(NodeRole.LongestAttempt > (2 * noticed) + stable);
        // Akka must not give it up before, because the connection would come after all and have no reader.
        Assert.True(config.GetTimeSpan("akka.remote.handshake-timeout") > NodeRole.LongestAttempt + TimeSpan.FromSeconds(5));
        // One late heartbeat ends no connection.
        Assert.True(NodeRole.Silence > 3 * config.GetTimeSpan("akka.remote.transport-failure-detector.heartbeat-interval"));
    }

    private static Config Full(CoordinatorOptions options) => NodeConfig.Of(options)
        .WithFallback(ConfigurationFactory.FromResource<Akka.Cluster.Cluster>("Akka.Cluster.Configuration.Cluster.conf"));

    private static TimeSpan SeedTimeout(CoordinatorOptions options) => Full(options)
        .GetTimeSpan("akka.cluster.seed-node-timeout");
}
