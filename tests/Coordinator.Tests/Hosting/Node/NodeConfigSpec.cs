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
        options.Remoting.PublicHost = host;
        options.Cluster.Seeds = ["node-0:4053", "node-1:4053"];
        options.Cluster.SeedTimeout = TimeSpan.FromSeconds(40);

        Assert.Equal(TimeSpan.FromSeconds(seconds), SeedTimeout(options));
    }

    [Theory]
    [InlineData(null, "akka.tcp://coordinator@node-0:4053")]
    [InlineData("node.pfx", "akka.ssl.tcp://coordinator@node-0:4053")]
    public void Seed_is_called_by_the_scheme_that_nodes_speak(string? certificate, string address)
    {
        var options = new CoordinatorOptions();
        options.Remoting.TlsCertificate = certificate;
        options.Cluster.Seeds = ["node-0:4053"];

        Assert.Equal(address, Assert.Single(NodeConfig.Seeds(options)!));
    }

    private static TimeSpan SeedTimeout(CoordinatorOptions options) => NodeConfig.Of(options)
        .WithFallback(ConfigurationFactory.FromResource<Akka.Cluster.Cluster>("Akka.Cluster.Configuration.Cluster.conf"))
        .GetTimeSpan("akka.cluster.seed-node-timeout");
}
