using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Harness;
using Coordinator.NodeLink;
using Coordinator.Testing.Certificates;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Tests.NodeLink;

public sealed class NodeGuardSpec : IDisposable
{
    private readonly TempDirectory _temp = new();
    private readonly CertificateAuthority _authority;
    private readonly NodeLinkLog _log = new(NullLogger.Instance, TimeProvider.System);

    public NodeGuardSpec() => _authority = new CertificateAuthority(_temp.Path, "nodes");

    public void Dispose()
    {
        _authority.Dispose();
        _temp.Dispose();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public void Name_that_the_certificate_carries_is_admitted(string host)
    {
        var claim = Claim(host);

        Assert.Equal(claim, WithCertificate().Pass(claim.Span));
    }

    [Fact]
    public void Name_that_the_certificate_does_not_carry_is_refused()
    {
        var refused = Assert.Throws<ConnectionRefusedException>(() => WithCertificate().Pass(Claim("node-2.internal").Span));

        Assert.Contains("claims the address tcp://coordinator@node-2.internal:4054", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/system/cluster/core/daemon", 5, "J")]
    [InlineData("/system/sharding/transactions", 13, "AA")]
    [InlineData("/system/sharding/transactions", 5303, "ct")]
    [InlineData("/user/sessions/a", 5301, "i")]
    [InlineData("/system/remote-watcher", 16, "RWHB")]
    [InlineData("/system/sharding/transactions", 22, "Akka.Dispatch.SysMsg.Watch, Akka")]
    public void Message_that_nodes_send_passes(string recipient, int serializer, string manifest)
    {
        var message = Message(recipient, serializer, manifest);

        Assert.Equal(message, WithoutTls().Pass(message.Span));
    }

    [Theory]
    [InlineData("/system/cluster", 16, "K")]
    [InlineData("/user/sessions", 16, "PP")]
    [InlineData("/user", 22, "Akka.Dispatch.SysMsg.Terminate, Akka")]
    [InlineData("/remote", 3, "")]
    [InlineData("/remote/akka.tcp/coordinator@localhost:4054/user/x", 5, "J")]
    [InlineData("/user/sessions", 1, "System.Object, System.Runtime")]
    [InlineData("/user/sessions", 3, "")]
    [InlineData("/system/sharding/transactions", 5302, "tp")]
    public void Message_that_no_node_sends_is_dropped(string recipient, int serializer, string manifest) =>
        Assert.Null(WithoutTls().Pass(Message(recipient, serializer, manifest).Span));

    [Fact]
    public void Bytes_that_are_not_Akka_remoting_end_the_connection() =>
        Assert.Throws<ConnectionRefusedException>(() => WithoutTls().Pass("GET / HTTP/1.1"u8));

    private NodeGuard WithoutTls() => new(certificate: null, _log);

    private NodeGuard WithCertificate() => new(X509CertificateLoader.LoadPkcs12FromFile(_authority.IssueNode("node"), ""), _log);

    private static ByteString Claim(string host) => PduWriter.Associate(new Address("tcp", "coordinator", host, 4054), 1);

    private static ByteString Message(string recipient, int serializer, string manifest) => PduWriter.Message(
        Path(recipient), Path("/user/a"), serializer, Encoding.ASCII.GetBytes(manifest), "x"u8);

    private static SplitPath Path(string local) => SplitPath.Of(Encoding.ASCII.GetBytes($"akka.tcp://coordinator@localhost:4054{local}"));
}
