using Coordinator.Harness;
using Coordinator.Hosting.Options;
using Coordinator.Testing.Certificates;

namespace Coordinator.Tests.Hosting.Options;

/// <summary>Tests the rules for the addresses and certificates of <c>remoting</c> and <c>nodes</c>.</summary>
public sealed class EndpointOptionsSpec : IDisposable
{
    private readonly TempDirectory _temp = new();
    private readonly CertificateAuthority _participants;
    private readonly CertificateAuthority _nodes;
    private readonly CoordinatorOptions _options = new();

    public EndpointOptionsSpec()
    {
        _participants = new CertificateAuthority(_temp.Path, "participants");
        _nodes = new CertificateAuthority(_temp.Path, "nodes");
    }

    [Fact]
    public void Authorities_of_their_own_for_participants_and_nodes_have_no_problem()
    {
        JoinACluster();
        Set(_options.Remoting, _participants.IssueServer("server"), _participants);
        Set(_options.Nodes, _nodes.IssueNode("node"), _nodes);

        Assert.Empty(_options.Problems());
    }

    [Fact]
    public void Authority_that_participants_and_nodes_share_is_refused()
    {
        JoinACluster();
        Set(_options.Remoting, _participants.IssueServer("server"), _participants);
        Set(_options.Nodes, _nodes.IssueNode("node"), _nodes);
        File.AppendAllText(_nodes.File, $"\n{File.ReadAllText(_participants.File)}");

        Assert.Equal(
            "nodes.tlsAuthority must not share an authority with remoting.tlsAuthority: a participant's certificate would do for a node.",
            Assert.Single(_options.Problems()));
    }

    [Fact]
    public void Certificate_for_participants_needs_the_purpose_of_a_server()
    {
        Set(_options.Remoting, _participants.Issue("client"), _participants);

        Assert.Equal(
            $"remoting.tlsCertificate {_options.Remoting.TlsCertificate} does not name the purpose serverAuth (extended key usage), "
            + "which this certificate needs.",
            Assert.Single(_options.Problems()));
    }

    [Theory]
    [InlineData(true, "clientAuth")]
    [InlineData(false, "serverAuth")]
    public void Certificate_for_nodes_needs_both_purposes(bool isServer, string missing)
    {
        JoinACluster();
        Set(_options.Nodes, isServer ? _nodes.IssueServer("half") : _nodes.Issue("half"), _nodes);

        Assert.Contains($"does not name the purpose {missing}", Assert.Single(_options.Problems()), StringComparison.Ordinal);
    }

    [Fact]
    public void Certificate_must_carry_the_name_under_which_others_reach_the_node()
    {
        JoinACluster();
        Set(_options.Remoting, _participants.IssueServer("server"), _participants);
        Set(_options.Nodes, _nodes.IssueNode("node"), _nodes);
        (_options.Remoting.PublicHost, _options.Nodes.PublicHost) = ("one.example", "two.example");

        Assert.Collection(
            _options.Problems(),
            problem => Assert.Contains("does not carry the name one.example", problem, StringComparison.Ordinal),
            problem => Assert.Contains("does not carry the name two.example", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("127.0.0.1", "/nowhere.pfx", "nodes.tlsCertificate must name a file, but there is no file /nowhere.pfx.")]
    [InlineData("10.0.0.1", null, "nodes.host is 10.0.0.1, which other machines reach: set nodes.tlsCertificate")]
    [InlineData("0.0.0.0", null, "nodes.publicHost must be set when host is 0.0.0.0")]
    public void Options_of_nodes_count_as_soon_as_there_are_seeds(string host, string? certificate, string problem)
    {
        (_options.Nodes.Host, _options.Nodes.TlsCertificate) = (host, certificate);
        Assert.Empty(_options.Problems());

        JoinACluster();

        Assert.Contains(_options.Problems(), line => line.StartsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Value_out_of_its_range_is_named_without_seeds_too()
    {
        _options.Nodes.Port = 70_000;

        Assert.Equal("nodes.port must be between 0 and 65535, but is 70000.", Assert.Single(_options.Problems()));
    }

    public void Dispose()
    {
        _participants.Dispose();
        _nodes.Dispose();
        _temp.Dispose();
    }

    private void JoinACluster() => (_options.Cluster.Seeds, _options.Storage.Postgres) = (["127.0.0.1:4054"], "Host=127.0.0.1;Database=coordinator");

    private static void Set(EndpointOptions endpoint, string certificate, CertificateAuthority authority) =>
        (endpoint.TlsCertificate, endpoint.TlsAuthority) = (certificate, authority.File);
}
