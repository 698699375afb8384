using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Pdu;
using CsCheck;
using Google.Protobuf;

namespace Coordinator.Contracts.Tests.Remoting;

public sealed class PduViewSpec
{
    private static readonly byte[] Message = Write("akka.tcp://a@h:1/user/x#7", "akka.tcp://b@h:2/user/y", 5301, "f", [1, 2, 3]).ToByteArray();

    [Fact]
    public void Message_is_read_as_it_was_written()
    {
        var view = PduView.Parse(Message);

        Assert.Equal(PduKind.Message, view.Kind);
        Assert.Equal("akka.tcp://a@h:1/user/x#7", Encoding.UTF8.GetString(view.Recipient));
        Assert.Equal("akka.tcp://b@h:2/user/y", Encoding.UTF8.GetString(view.Sender));
        Assert.Equal((5301, "f"), (view.SerializerId, Encoding.UTF8.GetString(view.Manifest)));
        Assert.Equal([1, 2, 3], view.Body.ToArray());
        Assert.False(view.IsSystemMessage || view.HasAcknowledgement);
    }

    [Fact]
    public void Handshake_is_read_as_it_was_written()
    {
        var origin = new Address("tcp", "coordinator", "node-1.example", 4054);

        var view = PduView.Parse(PduWriter.Associate(origin, 42).Span);

        Assert.Equal((PduKind.Associate, origin, 42UL), (view.Kind, view.Origin, view.Uid));
    }

    [Fact]
    public void Any_message_survives() => Gen.Select(Gen.Byte.Array[0, 3_000], Gen.Int, Gen.String[Gen.Char['a', 'z'], 0, 200]).Sample((body, serializer, manifest) =>
    {
        var view = PduView.Parse(Write("akka.tcp://a@h:1/x", "akka.tcp://b@h:2/y", serializer, manifest, body).Span);
        return view.Kind is PduKind.Message
            && view.SerializerId == serializer
            && view.Body.SequenceEqual(body)
            && view.Manifest.SequenceEqual(Encoding.UTF8.GetBytes(manifest));
    });

    [Fact]
    public void Mutated_bytes_are_read_or_malformed_and_never_an_exception() =>
        Gen.Select(Gen.Int[0, Message.Length - 1], Gen.Byte, Gen.Int[0, Message.Length]).Sample((at, value, length) =>
        {
            var mutated = Message.ToArray();
            mutated[at] = value;
            return Enum.IsDefined(PduView.Parse(mutated.AsSpan(0, length)).Kind);
        });

    [Fact]
    public void Random_bytes_are_never_an_exception() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Enum.IsDefined(PduView.Parse(bytes).Kind));

    /// <summary>A parser that takes the last of two fields and one that merges them would read two different messages.</summary>
    [Fact]
    public void Message_with_a_field_twice_is_malformed() =>
        Assert.Equal(PduKind.Malformed, PduView.Parse([.. Message, .. Message]).Kind);

    [Theory]
    [InlineData("akka.tcp://a@h:1/user/x#7", "/user/x#7", "/user/x")]
    [InlineData("akka.tcp://a@h:1/user/x", "/user/x", "/user/x")]
    [InlineData("akka.tcp://a@h:1", "", "")]
    [InlineData("/user/x", "", "")]
    [InlineData("akka.tcp://a@h:1/user/\u001b[2J", "", "")]
    public void Path_is_split_at_its_address(string path, string local, string withoutUid)
    {
        var split = SplitPath.Of(Encoding.UTF8.GetBytes(path));

        Assert.Equal((local, withoutUid), (Encoding.UTF8.GetString(split.Local), Encoding.UTF8.GetString(split.WithoutUid)));
    }

    private static ByteString Write(string recipient, string sender, int serializer, string manifest, byte[] body) => PduWriter.Message(
        SplitPath.Of(Encoding.UTF8.GetBytes(recipient)),
        SplitPath.Of(Encoding.UTF8.GetBytes(sender)),
        serializer,
        Encoding.UTF8.GetBytes(manifest),
        body);
}
