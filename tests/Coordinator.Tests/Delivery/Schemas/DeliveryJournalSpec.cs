using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Filters;
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

    private static readonly GroupFilter Filter = new(
    [
        new FilterSet(TagSet.All, At, TimeSpan.Zero),
        new FilterSet(TagSet.Of(["b", "a"]), At, TimeSpan.FromMinutes(5)),
    ]);

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
    public void Changes_of_progress_keep_their_bytes()
    {
        var written = new ProgressChanges(
            1,
            After: 2,
            90,
            [new PendingOffset(70, 2, 1, At, "no stock", DeadLettering: false, Suspect: true, TimeSpan.FromSeconds(10), Key: 5)],
            [3, 9],
            new ReplayMark(7, 44));
        var read = (ProgressChanges)Check(
            written,
            "gc",
            "090100000000000000110200000000000000185A222A084610021801208081DCB5B9B592EF082A086E6F2073746F636B38014080C2D7" +
            "2F4905000000000000002A0203063007382C");
        Assert.Equal(written.Pending, read.Pending);
        Assert.Equal(written.Settled, read.Settled);
        Assert.Equal(
            (written.Tag, written.After, written.Cursor, written.Replayed), (read.Tag, read.After, read.Cursor, read.Replayed));
    }

    [Fact]
    public void Dead_letter_acknowledged_keeps_its_bytes()
    {
        var written = new DeadLetterAcknowledged(70, 2, new InstanceId("jo"), At);
        Assert.Equal(written, Check(written, "dk", "084610021A026A6F208081DCB5B9B592EF08"));
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
    public void Dead_letter_of_a_later_group_keeps_its_bytes()
    {
        var written = new DeadLettered(new MessageId(new TransactionId("t1"), 2), Queue, 70, 16, "no stock", At, 3);
        Assert.Equal(written, Check(
            written,
            "dl",
            "0A02743110021A0B6F72646572732E706169642003284630103A086E6F2073746F636B408081DCB5B9B592EF084803"));
    }

    [Fact]
    public void Letters_forgotten_keep_their_bytes()
    {
        var written = new LettersForgotten([new ForgottenTopic(Queue.Topic, 3)], 2, "jo", "not used", At);
        var read = (LettersForgotten)Check(
            written, "df", "0A0F0A0B6F72646572732E70616964100310021A026A6F22086E6F742075736564288081DCB5B9B592EF08");
        Assert.Equal(written.Forgotten, read.Forgotten);
        Assert.Equal(written with { Forgotten = read.Forgotten }, read);
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

    [Fact]
    public void Progress_with_a_replayed_letter_keeps_its_bytes()
    {
        var read = (ProgressSnapshot)Check(new ProgressSnapshot(7, [], Replayed: new ReplayMark(300, 17)), "gp", "080728AC023011");
        Assert.Equal(new ReplayMark(300, 17), read.Replayed);
    }

    [Fact]
    public void Progress_with_a_filter_keeps_its_bytes()
    {
        var written = new ProgressSnapshot(
            7,
            [new PendingOffset(6, 0, 0, At, null, DeadLettering: false, Key: 0, TagHash: TagHash.Of("b"))],
            Filter: Filter,
            Skipped: [new SkippedTag("(none)", 300), new SkippedTag("c", 1)]);
        var read = (ProgressSnapshot)Check(
            written,
            "gp",
            "0807121E0806208081DCB5B9B592EF0849000000000000000051D0D24A768832676E42240A0A108081DCB5B9B592EF080A160A01610A" +
            "0162108081DCB5B9B592EF081880BCC1960B4A0B0A06286E6F6E652910AC024A050A01631001");
        Assert.Equal(written.Pending, read.Pending);
        Assert.Equal(written.Filter!.Sets, read.Filter!.Sets);
        Assert.Equal(written.Skipped, read.Skipped);
    }

    [Fact]
    public void Changes_of_the_filter_keep_their_bytes()
    {
        var written = new ProgressChanges(5, 4, 7, [], [6], Filter: Filter, Skipped: [new SkippedTag("c", 1)]);
        var read = (ProgressChanges)Check(
            written,
            "gc",
            "09050000000000000011040000000000000018072A010642240A0A108081DCB5B9B592EF080A160A01610A0162108081DCB5B9B592EF" +
            "081880BCC1960B4A050A01631001");
        Assert.Equal(written.Filter!.Sets, read.Filter!.Sets);
        Assert.Equal(written.Skipped, read.Skipped);
    }

    [Fact]
    public void Progress_with_missed_messages_keeps_its_bytes()
    {
        Assert.Equal(300, ((ProgressSnapshot)Check(new ProgressSnapshot(7, [], Missed: 300), "gp", "080750AC02")).Missed);
        var changes = (ProgressChanges)Check(
            new ProgressChanges(5, 4, 7, [], [6], Missed: 300), "gc", "09050000000000000011040000000000000018072A010650AC02");
        Assert.Equal(300, changes.Missed);
    }

    [Fact]
    public void Progress_of_release_0_1_has_no_filter()
    {
        var serializer = (SerializerWithStringManifest)new JournalSerializer((Akka.Actor.ExtendedActorSystem)Sys);
        var read = (ProgressSnapshot)serializer.FromBinary(Convert.FromHexString("0807"), "gp");
        Assert.Equal((null, null), (read.Filter, read.Skipped));
    }

    [Fact]
    public void Replay_started_keeps_its_bytes()
    {
        var written = new ReplayStarted("r1", [6, 300], 300, 2, "jo", "mended", At);
        var read = (ReplayStarted)Check(
            written, "ds", "0A0272311A0306AC0220AC02280232026A6F3A066D656E646564408081DCB5B9B592EF08");
        Assert.Equal(written.Numbers, read.Numbers);
        Assert.Equal(written with { Numbers = null }, read with { Numbers = null });
    }

    [Fact]
    public void Replay_of_all_started_keeps_its_bytes()
    {
        var written = new ReplayStarted("r1", null, 300, 2, "jo", "mended", At);
        Assert.Equal(written, Check(written, "ds", "0A027231100120AC02280232026A6F3A066D656E646564408081DCB5B9B592EF08"));
    }

    [Fact]
    public void Letters_replayed_keeps_its_bytes()
    {
        var read = (LettersReplayed)Check(new LettersReplayed([6, 300], [7], At), "dp", "0A0306AC02120107188081DCB5B9B592EF08");
        Assert.Equal([6, 300], read.Numbers);
        Assert.Equal([7], read.Missing);
        Assert.Equal(At, read.At);
    }

    [Fact]
    public void Replay_ended_keeps_its_bytes() => Assert.Equal(new ReplayEnded(At), Check(new ReplayEnded(At), "de", "088081DCB5B9B592EF08"));

    private object Check(IJournaled journaled, string manifest, string golden)
    {
        var serializer = new JournalSerializer((Akka.Actor.ExtendedActorSystem)Sys);
        Assert.Equal(manifest, serializer.Manifest(journaled));
        GoldenBytes.AssertEqual(golden.ToLowerInvariant(), serializer.ToBinary(journaled));
        return ((SerializerWithStringManifest)serializer).FromBinary(Convert.FromHexString(golden), manifest);
    }
}
