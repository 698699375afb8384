using System.Runtime.Serialization;
using System.Text;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Contracts.Wire.Proto;
using CsCheck;
using Google.Protobuf;

namespace Coordinator.Contracts.Tests.Wire;

public sealed class FramePartsSpec
{
    private const int Many = 100_000;

    [Theory]
    [InlineData("items")]
    [InlineData("messages")]
    [InlineData("properties")]
    [InlineData("tags")]
    public void Frame_of_very_many_parts_is_refused_before_it_is_read(string parts) =>
        Assert.Throws<SerializationException>(() => FrameParts.Require(FrameOf(parts).ToByteArray()));

    [Fact]
    public void Unknown_fields_count_too()
    {
        // Field 100 as a number, which no item has.
        var unknown = Enumerable.Repeat((byte[])[0xA0, 0x06, 0x01], 3 * Many).SelectMany(bytes => bytes).ToArray();

        Assert.Throws<SerializationException>(() => FrameParts.Require(unknown));
    }

    [Fact]
    public void Frame_of_the_largest_transaction_passes()
    {
        var properties = Enumerable.Range(0, MessageLimits.MaxProperties).ToDictionary(number => $"{(char)('0' + number)}", _ => "");
        var message = new Message { Topic = new Topic("t"), Key = "k", OrderingKey = "o", Tag = "t", Properties = properties, Delay = TimeSpan.FromDays(1) };
        var prepare = new Prepare(new TransactionId("t"), new ProducerGroup("g"), [.. Enumerable.Repeat(message, MessageLimits.MaxMessages)], TimeSpan.FromHours(1), 1);
        Assert.Null(prepare.Problem());

        FrameParts.Require(SessionsMapping.ToProto(new Frame([prepare])).ToByteArray());
    }

    /// <summary>Senders fill a frame with many items up to 1 MiB, by their estimate.</summary>
    [Fact]
    public void Frame_that_a_sender_fills_passes()
    {
        var message = new Message { Topic = new Topic("t"), Properties = new Dictionary<string, string> { ["a"] = "" } };
        var item = new Prepare(new TransactionId("t"), new ProducerGroup("g"), [.. Enumerable.Repeat(message, MessageLimits.MaxMessages)]);
        var count = (int)(1024 * 1024 / FrameItemSize.Of(item));

        FrameParts.Require(SessionsMapping.ToProto(new Frame([.. Enumerable.Repeat(item, count + 1)])).ToByteArray());
    }

    [Fact]
    public void Any_frame_of_items_passes() =>
        WireMessages.Item.Array[0, 20].Sample(items => FrameParts.Require(SessionsMapping.ToProto(new Frame(items)).ToByteArray()));

    [Fact]
    public void Body_counts_for_nothing_whatever_it_looks_like()
    {
        var body = Encoding.ASCII.GetBytes(new string('\n', MessageLimits.MaxTransactionBytes / 2));
        var message = new Message { Topic = new Topic("t"), Body = body };

        FrameParts.Require(SessionsMapping.ToProto(new Frame([new Prepare(new TransactionId("t"), new ProducerGroup("g"), [message])])).ToByteArray());
    }

    [Fact]
    public void Random_bytes_are_never_an_exception() => Gen.Byte.Array[0, 200].Sample(bytes => FrameParts.Require(bytes));

    private static FrameProto FrameOf(string parts) => parts switch
    {
        "items" => new FrameProto { Items = { Repeated(new FrameItemProto(), Many) } },
        "messages" => FrameOf(new FrameItemProto { Prepare = new PrepareProto { Messages = { Repeated(new MessageProto(), Many) } } }),
        "properties" => FrameOf(new FrameItemProto { Prepare = new PrepareProto { Messages = { new MessageProto { Properties = { Repeated(new PropertyProto(), 3 * Many) } } } } }),
        _ => FrameOf(new FrameItemProto { Subscribe = new SubscribeProto { Tags = { Repeated("", 3 * Many) } } }),
    };

    private static FrameProto FrameOf(FrameItemProto item) => new() { Items = { item } };

    private static IEnumerable<T> Repeated<T>(T part, int count) => Enumerable.Repeat(part, count);
}
