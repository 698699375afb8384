using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence.Schemas;
using Coordinator.Testing.RoundTrips;
using Xunit.Abstractions;

namespace Coordinator.Tests.Delivery.Schemas;

/// <summary>Checks the bytes of published releases, which must remain readable for ever.</summary>
public sealed class DeliveryJournalSpec(ITestOutputHelper output) : TestKit("", output: output)
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 3);

    [Fact]
    public void Progress_keeps_its_bytes()
    {
        var written = new ProgressSnapshot(
            90,
            [
                new PendingOffset(70, 2, 1, At, "no stock", DeadLettering: false),
                new PendingOffset(88, 0, 0, At, null, DeadLettering: true),
            ],
            new Rewound("jo", At));
        var read = (ProgressSnapshot)Check(
            written,
            "gp",
            "085A121A084610021801208081DCB5B9B592EF082A086E6F2073746F636B120E0812208081DCB5B9B592EF0830011A026A6F" +
            "208081DCB5B9B592EF08");
        Assert.Equal(written.Pending, read.Pending);
        Assert.Equal((written.Cursor, written.Rewound), (read.Cursor, read.Rewound));
        Assert.Equal(69, read.Prefix);
    }

    [Fact]
    public void Progress_without_anything_pending_keeps_its_bytes()
    {
        var read = (ProgressSnapshot)Check(new ProgressSnapshot(7, []), "gp", "0807");
        Assert.Equal((7L, 7L, 0, null), (read.Cursor, read.Prefix, read.Pending.Count, read.Rewound));
    }

    [Fact]
    public void Dead_lettered_keeps_its_bytes()
    {
        var written = new DeadLettered(new MessageId(new TransactionId("t1"), 2), Queue, 70, 16, "no stock", At);
        Assert.Equal(written, Check(
            written,
            "dl",
            "0A02743110021A0B6F72646572732E706169642003284630103A086E6F2073746F636B408081DCB5B9B592EF08"));
    }

    [Fact]
    public void Dead_letter_replayed_keeps_its_bytes()
    {
        var written = new DeadLetterReplayed(Queue, 70, "jo", At);
        Assert.Equal(written, Check(written, "dr", "0A0B6F72646572732E706169641003184622026A6F288081DCB5B9B592EF08"));
    }

    [Fact]
    public void Dead_letter_discarded_keeps_its_bytes()
    {
        var written = new DeadLetterDiscarded(Queue, 70, "jo", "test order", At);
        Assert.Equal(written, Check(
            written,
            "dd",
            "0A0B6F72646572732E706169641003184622026A6F2A0A74657374206F72646572308081DCB5B9B592EF08"));
    }

    private object Check(IJournaled journaled, string manifest, string golden)
    {
        var serializer = new JournalSerializer((Akka.Actor.ExtendedActorSystem)Sys);
        Assert.Equal(manifest, serializer.Manifest(journaled));
        GoldenBytes.AssertEqual(golden.ToLowerInvariant(), serializer.ToBinary(journaled));
        return ((SerializerWithStringManifest)serializer).FromBinary(Convert.FromHexString(golden), manifest);
    }
}
