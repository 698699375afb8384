using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.NodeLink;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Coordinator.Tests.NodeLink;

public sealed class NodeGuardSpec
{
    private readonly NodeLinkLog _log = new(NullLogger.Instance, TimeProvider.System);

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

        Assert.Equal(message, Guard().Pass(message.Span));
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
        Assert.Null(Guard().Pass(Message(recipient, serializer, manifest).Span));

    [Fact]
    public void Bytes_that_are_not_Akka_remoting_end_the_connection() =>
        Assert.Throws<ConnectionRefusedException>(() => Guard().Pass("GET / HTTP/1.1"u8));

    private NodeGuard Guard() => new(_log);

    /// <summary>Nodes introduce themselves before Akka's handshake, so its own never travels.</summary>
    [Fact]
    public void Handshake_of_Akka_ends_the_connection() => Assert.Throws<ConnectionRefusedException>(
        () => Guard().Pass(PduWriter.Associate(new Address("tcp", "coordinator", "localhost", 4054), 1).Span));

    private static ByteString Message(string recipient, int serializer, string manifest) => PduWriter.Message(
        Path(recipient), Path("/user/a"), serializer, Encoding.ASCII.GetBytes(manifest), "x"u8);

    private static SplitPath Path(string local) => SplitPath.Of(Encoding.ASCII.GetBytes($"akka.tcp://coordinator@localhost:4054{local}"));
}
