using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Harness;
using Coordinator.NodeLink;
using Coordinator.Testing.Certificates;

namespace Coordinator.Tests.NodeLink;

public sealed class NodeIntroductionSpec
{
    private static readonly Address Node = new("tcp", "coordinator", "localhost", 4054);

    [Fact]
    public void Introduction_is_read_as_it_was_written()
    {
        var introduction = NodeIntroduction.Of(Node, -42);

        Assert.Equal(introduction, NodeIntroduction.Of(introduction.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("coordinator-node/2 akka.tcp://coordinator@localhost:4054 1 00")]
    [InlineData("coordinator-node/1 tcp://coordinator@localhost:4054 1 0011223344556677889900112233445566778899001122334455667788990011")]
    [InlineData("coordinator-node/1 akka.tcp://coordinator@localhost:4054 one 0011223344556677889900112233445566778899001122334455667788990011")]
    public void Anything_else_is_refused(string text) =>
        Assert.Throws<ConnectionRefusedException>(() => NodeIntroduction.Of(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("localhost", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("node-2.internal", "claims the address tcp://coordinator@node-2.internal:4054")]
    public void Certificate_must_carry_the_host_of_the_node(string host, string? refusal)
    {
        using var temp = new TempDirectory();
        using var authority = new CertificateAuthority(temp.Path, "nodes");
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(authority.IssueNode("node"), "");
        var introduction = NodeIntroduction.Of(Node.WithHost(host), 1);

        introduction.RequireCoveredBy(null);
        if (refusal is null)
            introduction.RequireCoveredBy(certificate);
        else
            Assert.Contains(refusal, Assert.Throws<ConnectionRefusedException>(() => introduction.RequireCoveredBy(certificate)).Message, StringComparison.Ordinal);
    }
}
