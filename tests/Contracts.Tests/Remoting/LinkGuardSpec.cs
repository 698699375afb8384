using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Google.Protobuf;

namespace Coordinator.Contracts.Tests.Remoting;

public sealed class LinkGuardSpec
{
    private static readonly Address Local = new("tcp", "coordinator", "node", 4053);
    private static readonly Address Remote = new("tcp", "participant", "invented", 1);

    private readonly AnyActor _guard = new();

    public LinkGuardSpec() => _guard.Pass(PduWriter.Associate(new Address("tcp", "participant", "claimed", 7), 42).Span);

    [Fact]
    public void Addresses_of_the_connection_replace_those_of_a_message()
    {
        var view = PduView.Parse(_guard.Pass(Message.Span)!.Span);

        Assert.Equal("akka.tcp://coordinator@node:4053/user/a", Encoding.UTF8.GetString(view.Recipient));
        Assert.Equal("akka.tcp://participant@invented:1/user/b", Encoding.UTF8.GetString(view.Sender));
    }

    /// <summary>Akka acknowledges with its first messages after a lost connection. Refused, they would end every later session.</summary>
    [Fact]
    public void Acknowledgement_is_left_out_and_its_message_passes()
    {
        byte[] acknowledged = Acknowledged(Message);
        Assert.True(PduView.Parse(acknowledged).HasAcknowledgement);

        Assert.Equal(_guard.Pass(Message.Span), _guard.Pass(acknowledged));
    }

    [Fact]
    public void Acknowledgement_by_itself_is_dropped() => Assert.Null(_guard.Pass([0x0A, 0x02, 0x0A, 0x00]));

    private static ByteString Message => PduWriter.Message(Path("/user/a"), Path("/user/b"), 5301, "f"u8, "x"u8);

    /// <summary>Puts an empty field 1, the acknowledgement, before the envelope. All lengths of the message fit into one byte.</summary>
    private static byte[] Acknowledged(ByteString message)
    {
        var envelope = message.Span[2..];
        return [message[0], (byte)(envelope.Length + 2), 0x0A, 0x00, .. envelope];
    }

    private static SplitPath Path(string local) => SplitPath.Of(Encoding.ASCII.GetBytes($"akka.tcp://x@y:1{local}"));

    private sealed class AnyActor() : LinkGuard(Local, Remote)
    {
        protected override bool Check(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> manifest, int bytes) => true;
    }
}
