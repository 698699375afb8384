using Akka.Configuration;
using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;

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

    private static TimeSpan SeedTimeout(CoordinatorOptions options) => NodeConfig.Of(options)
        .WithFallback(ConfigurationFactory.FromResource<Akka.Cluster.Cluster>("Akka.Cluster.Configuration.Cluster.conf"))
        .GetTimeSpan("akka.cluster.seed-node-timeout");
}
