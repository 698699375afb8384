using System.Runtime.Serialization;
using Akka.Serialization;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire.Proto;
using Google.Protobuf;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>Reads messages of a newer peer, a broken one, or a hostile one.</summary>
public sealed class WireCompatibilitySpec(WireSystem system) : IClassFixture<WireSystem>
{
    private const string Heartbeat7 = "0a0472020807";

    [Fact]
    public void Frame_item_of_an_unknown_kind_is_left_out_and_the_others_arrive()
    {
        // Field 999 of FrameItemProto, between two heartbeats.
        var frame = Read("f", Heartbeat7 + "0a07ba3e0400000000" + Heartbeat7);
        Assert.Equal([new Heartbeat(7), new Heartbeat(7)], ((Frame)frame).Items);
    }

    [Fact]
    public void Unknown_field_of_a_known_message_is_left_out() =>
        Assert.Equal(new Heartbeat(7), Assert.Single(((Frame)Read("f", "0a0772050807ba3e00")).Items));

    [Theory]
    [InlineData(1, 1, 99)]
    [InlineData(1, 99, 1)]
    [InlineData(99, 1, 1)]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    public void Unknown_number_in_a_reply_is_an_error_and_no_guess(int command, int outcome, int phase) =>
        RequireUnreadable(new FrameItemProto
        {
            TransactionReply = new TransactionReplyProto { Id = "a", Command = command, Outcome = outcome, Phase = phase },
        });

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public void Unknown_verdict_is_an_error_and_no_guess(int verdict) =>
        RequireUnreadable(new FrameItemProto { CheckAnswer = new CheckAnswerProto { Id = "a", Group = "g", Verdict = verdict } });

    [Fact]
    public void Unknown_start_position_is_an_error_and_no_guess() =>
        RequireUnreadable(new FrameItemProto { Subscribe = new SubscribeProto { Group = "g", Topic = "t", MaxInFlight = 1 } });

    /// <summary>A coordinator reads the first message of a version 1 participant, to refuse it with a reason.</summary>
    [Fact]
    public void First_message_of_version_1_is_read_without_its_secret()
    {
        const string WithSecret = "080112086f72646572732d301a066f72646572731a07726566756e647322100a066f72646572731206733363726574";

        var open = Assert.IsType<OpenSession>(Read("so", WithSecret));

        Assert.Equal((1, "orders-0", null), (open.Protocol, open.Instance.Value, open.Claim));
    }

    [Fact]
    public void Unknown_refusal_is_an_error_and_no_guess() => Assert.IsType<Unreadable>(Read("sr", "0863"));

    [Fact]
    public void Delivery_without_its_parts_is_an_error()
    {
        RequireUnreadable(new FrameItemProto { Acknowledge = new AcknowledgeProto() });
        RequireUnreadable(new FrameItemProto
        {
            Deliver = new DeliverProto { Delivery = new DeliveryIdProto { Group = "g", Topic = "t" }, Transaction = "a" },
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("no/slash")]
    [InlineData("no space")]
    public void Id_that_breaks_the_rules_is_refused_on_arrival(string id) =>
        RequireUnreadable(new FrameItemProto { Commit = new CommitProto { Id = id, Group = "g" } });

    [Fact]
    public void Half_a_message_is_an_error() => Assert.IsType<Unreadable>(Read("f", Heartbeat7[..^2]));

    [Theory]
    [InlineData("")]
    [InlineData("F")]
    [InlineData("Coordinator.Contracts.Sessions.Frame, Coordinator.Contracts")]
    public void Unknown_manifest_is_an_error(string manifest)
    {
        var unreadable = Assert.IsType<Unreadable>(Read(manifest, Heartbeat7));
        Assert.Contains($"'{manifest}'", unreadable.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Frame_item_travels_alone_between_nodes()
    {
        Assert.Equal("i", system.Wire.Manifest(new Heartbeat(7)));
        Assert.Equal("72020807", Convert.ToHexStringLower(system.Wire.ToBinary(new Heartbeat(7))));
        Assert.Equal(new Heartbeat(7), Read("i", "72020807"));
    }

    [Fact]
    public void Lone_item_of_an_unknown_kind_is_an_error() =>
        Assert.Throws<SerializationException>(() => Read("i", "ba3e0400000000"));

    [Fact]
    public void Id_that_was_never_set_spoils_its_own_frame_only()
    {
        // Akka takes any exception but a SerializationException or an ArgumentException for the end of the association.
        var group = new ConsumerGroup("g");
        foreach (var item in (IFrameItem[])[new Commit(default, new ProducerGroup("g")), new Unsubscribe(group, default)])
            Assert.Throws<SerializationException>(() => system.Wire.ToBinary(new Frame([item])));
    }

    [Fact]
    public void Transaction_of_the_largest_size_fits_into_a_frame_with_room_to_spare()
    {
        var messages = Enumerable.Range(0, MessageLimits.MaxMessages).Select(_ => new Message
        {
            Topic = new Topic(new string('t', Topic.MaxLength)),
            Properties = Enumerable.Range(0, MessageLimits.MaxProperties)
                .ToDictionary(number => $"name{number:D3}", _ => new string('v', 500)),
        }).ToArray();
        Assert.Null(MessageLimits.Problem(messages));
        var bytes = system.Wire.ToBinary(new Frame([new Prepare(new TransactionId("a"), new ProducerGroup("g"), messages)]));
        Assert.InRange(bytes.Length, MessageLimits.MaxTransactionBytes * 9 / 10, Frame.MaxBytes * 9 / 10);
    }

    /// <summary>The item is unreadable, and its neighbours in the frame are read.</summary>
    private string RequireUnreadable(FrameItemProto item)
    {
        var heartbeat = new FrameItemProto { Heartbeat = new HeartbeatProto { Number = 7 } };
        var frame = new FrameProto { Items = { heartbeat, item, heartbeat } };
        var items = Assert.IsType<Frame>(system.Wire.FromBinary(frame.ToByteArray(), "f")).Items;
        Assert.Equal((3, new Heartbeat(7), new Heartbeat(7)), (items.Count, items[0], items[2]));
        return Assert.IsType<UnreadableItem>(items[1]).Reason;
    }

    private object Read(FrameItemProto item) => system.Wire.FromBinary(new FrameProto { Items = { item } }.ToByteArray(), "f");

    private object Read(string manifest, string bytes) => system.Wire.FromBinary(Convert.FromHexString(bytes), manifest);
}
