using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence.Schemas;
using Coordinator.Testing.RoundTrips;
using Coordinator.Transactions;
using Coordinator.Transactions.Schemas;

namespace Coordinator.Tests.Transactions.Schemas;

/// <summary>
/// Checks the bytes of existing journals. Never edit a hex string here: a schema is extended, and gets an additional one.
/// </summary>
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
            At),
            "0a066f726465727312086f72646572732d611a320a2e0a0b6f72646572732e7061696412030102031a016b22016f2a017432"
            + "060a016112013132060a016212013238d00f10031a0a0a080a06706f696e74732220ffffffffffffffffffffffffffffffff"
            + "0000000000000000000000000000000128e0d40330809494caca33"),
        ["tm"] = (new TransactionCommitted(new DecidedBy.Producer(Some.Instance), At),
            "0a0c0a0a0a086f72646572732d6110809494caca33"),
        ["tm check"] = (new TransactionCommitted(new DecidedBy.Check(3, Some.Instance, At, "found"), At),
            "0a1c121a080312086f72646572732d6118809494caca332205666f756e6410809494caca33"),
        ["tm hand over"] = (new TransactionCommitted(new DecidedBy.HandOver(Some.Instance), At),
            "0a0c220a0a086f72646572732d6110809494caca33"),
        ["tm operator"] = (new TransactionCommitted(new DecidedBy.Operator("ann", "paid"), At),
            "0a0d1a0b0a03616e6e12047061696410809494caca33"),
        ["ta"] = (new TransactionAppended(new DecidedBy.Producer(Some.Instance), At),
            "0a0c0a0a0a086f72646572732d6110809494caca33"),
        ["tx"] = (new TransactionReported(new DecidedBy.Producer(Some.Instance), Committed: true, At),
            "0a0c0a0a0a086f72646572732d61100118809494caca33"),
        ["tm operator with grounds"] = (new TransactionCommitted(new DecidedBy.Operator("ann", "paid", "yes", 7), At),
            "0a141a120a03616e6e1204706169641a03796573200710809494caca33"),
        ["tc"] = (new TransactionCompleted(At),
            "08809494caca33"),
        ["tr"] = (new TransactionRolledBack(new DecidedBy.Check(1, Some.Instance, At, null), null, null, At),
            "0a151213080112086f72646572732d6118809494caca3320809494caca33"),
        ["tr tombstone"] = (
            new TransactionRolledBack(new DecidedBy.Producer(Some.Instance), "declined", Some.Group, At),
            "0a0c0a0a0a086f72646572732d6112086465636c696e65641a066f726465727320809494caca33"),
        ["tk"] = (new TransactionChecked(2, CheckEnding.InProgress, Some.Instance, At, "open", At),
            "080210031a086f72646572732d6120809494caca332a046f70656e30809494caca33"),
        ["tk no instance"] = (new TransactionChecked(1, CheckEnding.NoInstance, null, At, null, At),
            "0801100620809494caca3330809494caca33"),
        ["tq"] = (new TransactionParked(15, At),
            "080f10809494caca33"),
    };

    public static TheoryData<string> Names => [.. Golden.Keys];

    private JournalSerializer Serializer => new((ExtendedActorSystem)Sys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Event_is_written_as_it_ever_was(string name)
    {
        var (happened, hex) = Golden[name];
        Assert.Equal(name.Split(' ')[0], Serializer.Manifest(happened));
        GoldenBytes.AssertEqual(hex, Serializer.ToBinary(happened));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Event_that_was_written_is_read(string name)
    {
        var (happened, hex) = Golden[name];
        var read = (IJournaled)Serializer.FromBinary(Convert.FromHexString(hex), name.Split(' ')[0]);
        Assert.Equal(happened.GetType(), read.GetType());
        GoldenBytes.AssertEqual(hex, Serializer.ToBinary(read));
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
