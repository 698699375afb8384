using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Transactions;

namespace Coordinator.Tests.Transactions;

public sealed class TransactionDigestSpec
{
    private static readonly Message Message = new()
    {
        Topic = new Topic("orders.paid"),
        Body = "body"u8.ToArray(),
        Key = "k",
        OrderingKey = "o",
        Tag = "t",
        Delay = TimeSpan.FromSeconds(3),
        Properties = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" },
    };

    [Fact]
    public void Digest_never_changes_between_releases() => Assert.Equal(
        "b0b1d7688b095897de6dc7734422f97ba566183938dd100789bb2386fbf4ba3c", Convert.ToHexStringLower(Of(Message).ToBytes()));

    [Fact]
    public void Digest_ignores_the_order_of_properties_and_the_queue()
    {
        var turned = Message with { Properties = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" } };
        Assert.Equal(Of(Message), Of(turned));
        Assert.Equal(Of(Message), TransactionDigest.Of(Some.Group, [new RoutedMessage(Message, 3)]));
    }

    [Fact]
    public void Digest_tells_every_field_apart()
    {
        Message[] others =
        [
            Message with { Topic = new Topic("orders.paidb"), Body = "ody"u8.ToArray() },
            Message with { Body = Encoding.UTF8.GetBytes("bodY") },
            Message with { Key = null },
            Message with { Key = null, OrderingKey = "k", Tag = "o" },
            Message with { OrderingKey = "ot", Tag = null },
            Message with { Tag = null },
            Message with { Delay = TimeSpan.FromSeconds(4) },
            Message with { Properties = new Dictionary<string, string> { ["a"] = "1b", ["2"] = "" } },
            Message with { Properties = new Dictionary<string, string> { ["a"] = "1" } },
        ];
        var digests = others.Append(Message).Select(Of)
            .Append(TransactionDigest.Of(Some.OtherGroup, [new RoutedMessage(Message, 0)]))
            .Append(TransactionDigest.Of(Some.Group, [new RoutedMessage(Message, 0), new RoutedMessage(Message, 0)]))
            .ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    private static TransactionDigest Of(Message message) => TransactionDigest.Of(Some.Group, [new RoutedMessage(message, 0)]);
}
