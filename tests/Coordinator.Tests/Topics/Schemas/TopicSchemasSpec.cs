using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence.Schemas;
using Coordinator.Testing.RoundTrips;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Schemas;

/// <summary>Golden bytes: journals of earlier releases must remain readable for ever, and be written unchanged.</summary>
public sealed class TopicSchemasSpec : TestKit
{
    private static readonly DateTimeOffset Time = new(2026, 3, 4, 5, 6, 7, 890, TimeSpan.Zero);

    private JournalSerializer Serializer => new((ExtendedActorSystem)Sys);

    [Fact]
    public void Entry_appended_keeps_its_bytes()
    {
        var message = new Message
        {
            Topic = new Topic("orders.paid"),
            Body = new byte[] { 1, 2, 3 },
            Key = "order-7",
            OrderingKey = "customer-9",
            Tag = "paid",
            Properties = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
            Delay = TimeSpan.FromSeconds(5),
        };
        var read = (EntryAppended)Golden(
            new EntryAppended(new MessageId(new TransactionId("tx-1"), 3), message, Time, Time + TimeSpan.FromTicks(1)),
            "qe",
            "0a0474782d3110031a400a0b6f72646572732e7061696412030102031a076f726465722d37220a637573746f6d65722d392a"
            + "047061696432060a016112013132060a016212013238882720a0aec8f5bbb59eef0828a1aec8f5bbb59eef08");

        Assert.Equal(new MessageId(new TransactionId("tx-1"), 3), read.Id);
        Assert.Equal((Time, Time + TimeSpan.FromTicks(1)), (read.CommittedAt, read.AppendedAt));
        Assert.Equal(message.Body.ToArray(), read.Message.Body.ToArray());
        Assert.Equal(("order-7", "customer-9", "paid"), (read.Message.Key, read.Message.OrderingKey, read.Message.Tag));
        Assert.Equal("1", read.Message.Properties["a"]);
        Assert.Equal(TimeSpan.FromSeconds(5), read.Message.Delay);
    }

    [Fact]
    public void Entry_copied_keeps_its_bytes()
    {
        var message = new Message { Topic = new Topic("orders.paid"), Body = new byte[] { 1, 2, 3 } };
        var read = (EntryCopied)Golden(
            new EntryCopied(new MessageId(new TransactionId("tx-1"), 3), message, Time, Time + TimeSpan.FromTicks(1)),
            "qc",
            "0a0474782d3110031a120a0b6f72646572732e706169641203010203" + "20a0aec8f5bbb59eef0828a1aec8f5bbb59eef08");

        Assert.Equal((new MessageId(new TransactionId("tx-1"), 3), Time), (read.Id, read.CommittedAt));
        Assert.Equal(message.Body.ToArray(), read.Message.Body.ToArray());
    }

    [Fact]
    public void Topic_created_keeps_its_bytes()
    {
        var created = new TopicCreated(4, Time);

        Assert.Equal(created, Golden(created, "oc", "080410a0aec8f5bbb59eef08"));
    }

    [Fact]
    public void Group_joined_keeps_its_bytes()
    {
        var joined = new GroupJoined(new ConsumerGroup("shipping"), Time);

        Assert.Equal(joined, Golden(joined, "og", "0a087368697070696e6710a0aec8f5bbb59eef08"));
    }

    [Fact]
    public void Group_that_joined_after_a_removal_keeps_its_bytes()
    {
        var joined = new GroupJoined(new ConsumerGroup("shipping"), Time, 2);

        Assert.Equal(joined, Golden(joined, "og", "0a087368697070696e6710a0aec8f5bbb59eef081802"));
    }

    [Fact]
    public void Removal_begun_keeps_its_bytes()
    {
        var ofGroup = new RemovalBegun(2, new ConsumerGroup("shipping"), "ann", "not used", "3 messages", [], Time, Time);
        var ofTopic = new RemovalBegun(3, null, "ann", "not used", "3 messages", [7, 300], Time);

        var read = (RemovalBegun)Golden(ofGroup, "ow", "080212087368697070696e67" + "1a03616e6e22086e6f7420757365642a0a33206d6573736167657338a0aec8f5bbb59eef0840a0aec8f5bbb59eef08");
        Assert.Equal(ofGroup with { Ends = read.Ends }, read);
        read = (RemovalBegun)Golden(ofTopic, "ow", "0803" + "1a03616e6e22086e6f7420757365642a0a33206d65737361676573320307ac0238a0aec8f5bbb59eef08");
        Assert.Equal([7, 300], read.Ends);
        Assert.Equal(ofTopic with { Ends = read.Ends }, read);
    }

    [Fact]
    public void Stages_of_a_removal_keep_their_bytes()
    {
        var abandoned = new RemovalAbandoned(2, "a consumer is there", Time);

        Assert.Equal(abandoned, Golden(abandoned, "oa", "080212136120636f6e73756d657220697320746865726518a0aec8f5bbb59eef08"));
        Assert.Equal(new GroupRemoved(2, Time), Golden(new GroupRemoved(2, Time), "ol", "080210a0aec8f5bbb59eef08"));
        Assert.Equal(new TopicDeleted(2, Time), Golden(new TopicDeleted(2, Time), "od", "080210a0aec8f5bbb59eef08"));
        Assert.Equal(new RemovalCompleted(2, Time), Golden(new RemovalCompleted(2, Time), "of", "080210a0aec8f5bbb59eef08"));
    }

    private object Golden(IJournaled journaled, string manifest, string hex)
    {
        Assert.Equal(manifest, Serializer.Manifest(journaled));
        GoldenBytes.AssertEqual(hex, Serializer.ToBinary(journaled));
        return Serializer.FromBinary(Convert.FromHexString(hex), manifest);
    }
}
