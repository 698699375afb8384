using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.CheckBack;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Storage.Journal;
using Coordinator.Tests.Transactions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Storage.Journal;

/// <summary>What is in journals out there. A hex string here is never edited: a schema is extended, and gets a further one.</summary>
public sealed class TransactionGoldenBytesSpec : TestKit
{
    private static readonly DateTimeOffset At = Some.Now;

    private static readonly Dictionary<string, (IJournaled Event, string Hex)> Golden = new()
    {
        ["tp"] = (new TransactionPrepared(
            Some.Group,
            Some.Instance,
            [
                new RoutedMessage(
                    new Message
                    {
                        Topic = new Topic("orders.paid"),
                        Body = new byte[] { 1, 2, 3 },
                        Key = "k",
                        OrderingKey = "o",
                        Tag = "t",
                        Properties = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
                        Delay = TimeSpan.FromSeconds(2),
                    },
                    3),
                new RoutedMessage(new Message { Topic = new Topic("points") }, 0),
            ],
            new TransactionDigest(UInt128.MaxValue, UInt128.One),
            TimeSpan.FromSeconds(60),
            At), "PENDING"),
        ["tm"] = (new TransactionCommitted(new DecidedBy.Producer(Some.Instance), At), "PENDING"),
        ["tm check"] = (new TransactionCommitted(new DecidedBy.Check(3, Some.Instance, At, "found"), At), "PENDING"),
        ["tm operator"] = (new TransactionCommitted(new DecidedBy.Operator("ann", "paid"), At), "PENDING"),
        ["tc"] = (new TransactionCompleted(At), "PENDING"),
        ["tr"] = (new TransactionRolledBack(new DecidedBy.Check(1, Some.Instance, At, null), null, null, At), "PENDING"),
        ["tr tombstone"] = (
            new TransactionRolledBack(new DecidedBy.Producer(Some.Instance), "declined", Some.Group, At), "PENDING"),
        ["tk"] = (new TransactionChecked(2, CheckEnding.InProgress, Some.Instance, At, "open", At), "PENDING"),
        ["tk no instance"] = (new TransactionChecked(1, CheckEnding.NoInstance, null, At, null, At), "PENDING"),
        ["tq"] = (new TransactionParked(15, At), "PENDING"),
    };

    public static TheoryData<string> Names => [.. Golden.Keys];

    private JournalSerializer Serializer => new((ExtendedActorSystem)Sys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Event_is_written_as_it_ever_was(string name)
    {
        var (happened, hex) = Golden[name];
        Assert.Equal(name.Split(' ')[0], Serializer.Manifest(happened));
        Assert.Equal(hex, Convert.ToHexStringLower(Serializer.ToBinary(happened)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Event_that_was_written_is_read(string name)
    {
        var (happened, hex) = Golden[name];
        var read = (IJournaled)Serializer.FromBinary(Convert.FromHexString(hex), name.Split(' ')[0]);
        Assert.Equal(happened.GetType(), read.GetType());
        Assert.Equal(hex, Convert.ToHexStringLower(Serializer.ToBinary(read)));
        if (happened is not TransactionPrepared)
            Assert.Equal(happened, read);
    }

    [Fact]
    public void Prepared_transaction_is_read_with_every_field()
    {
        var (happened, hex) = Golden["tp"];
        var expected = (TransactionPrepared)happened;
        var read = (TransactionPrepared)Serializer.FromBinary(Convert.FromHexString(hex), "tp");
        Assert.Equal(expected with { Messages = [] }, read with { Messages = [] });
        Assert.Equal([3, 0], read.Messages.Select(routed => routed.Queue));
        Assert.Equal(TransactionDigest.Of(expected.Group, expected.Messages), TransactionDigest.Of(read.Group, read.Messages));
    }

    [Fact]
    public void Every_event_of_a_transaction_has_a_golden_form() => Assert.Equal(
        TransactionSchemas.All.Select(schema => schema.Manifest).Order(),
        Golden.Keys.Select(name => name.Split(' ')[0]).Distinct().Order());
}
