using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Configuration;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Delivery.Schemas;
using Coordinator.Hosting.Serialization;
using Coordinator.Testing.Remoting;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Schemas;
using Coordinator.Transactions.Schemas;
using Coordinator.Upgrade.Tests.Recordings;

namespace Coordinator.Upgrade.Tests;

/// <summary>
/// Checks that all that an earlier release stored or sent is read with its meaning, and that every message of this release is
/// recorded.
/// </summary>
public sealed class RecordedMeaningSpec : IDisposable
{
    /// <summary>Fields that this release reads so that the next one may write them. They cannot be recorded yet.</summary>
    private static readonly string[] ReadButNotWritten = [];

    /// <summary>Events that came after the recording of this release, which has not been published. They are recorded with the next one.</summary>
    private static readonly string[] EventsNotRecordedYet =
    [
        TransactionSchemas.Appended, TransactionSchemas.Reported, ReplaySchemas.Started, ReplaySchemas.Replayed, ReplaySchemas.Ended,
        DeliverySchemas.Changes, DeliverySchemas.LetterAcknowledged, TopicSchemas.Copied,
        ITopicEvent.Deleted, "ow", "oa", "ol", "of", "df",
    ];

    /// <summary>Messages between nodes that came after the recording of this release.</summary>
    private static readonly string[] MessagesNotRecordedYet = ["qr", "qs", "qu", "qt", "qk", "gt", "gu", "dt", "du", "dv", "dw", "dx", "dy", "dz", "gn", "gf", "va", "vr", "vf", "vw", "vl", "tb", "te", "tg", "ti", "ty", "qc", "qb", "gc", "df", "dg", "kd", "ke", "ht"];

    /// <summary>Items of frames that came after the recording of this release.</summary>
    private static readonly string[] ItemsNotRecordedYet = [nameof(HandBack), nameof(RenewLeases), nameof(MayBegin), nameof(Begin), nameof(FinalIds), nameof(SettledBelow), nameof(HandOver)];

    private readonly ActorSystem _system = LoopbackRole.System("reader", Config.Empty);

    private readonly Meaning _meaning;

    public RecordedMeaningSpec() => _meaning = new Meaning(_system);

    public static TheoryData<string> Releases => [.. Recording.Releases];

    [Theory]
    [MemberData(nameof(Releases))]
    public void Journal_means_what_it_meant(string release) => Assert.All(Recording.Of(release).Journal, row =>
    {
        var (serializer, manifest, bytes) = RecordedJournal.PayloadOf(row);
        RequireSame(RecordedJournal.MeaningOf(row), _meaning.Of(serializer, manifest, bytes));
    });

    [Theory]
    [MemberData(nameof(Releases))]
    public void Frames_mean_what_they_meant(string release)
    {
        var recording = Recording.Of(release);
        Assert.All(recording.Talk.Concat(recording.Cluster), frame =>
            RequireSame(frame.Says, _meaning.Of(frame.Serializer, frame.Manifest, frame.Bytes)));
    }

    [Fact]
    public void Release_that_is_built_is_recorded() => Assert.Contains(Recording.Current, Recording.Releases);

    [Fact]
    public void Every_kind_of_event_is_in_the_recording_of_this_release() => Assert.Equal(
        JournalSchemas.All.Select(schema => schema.Manifest).Except(ReadButNotWritten).Except(EventsNotRecordedYet).Order(StringComparer.Ordinal),
        Recording.Of(Recording.Current).Journal.Select(row => RecordedJournal.PayloadOf(row).Manifest).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_kind_of_message_between_nodes_is_in_the_recording_of_this_release() => Assert.Equal(
        NodeSchemas.All.Select(schema => schema.Manifest).Except(ReadButNotWritten).Except(MessagesNotRecordedYet).Order(StringComparer.Ordinal),
        Frames(NodeSerializer.StableIdentifier).Select(frame => frame.Manifest).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_message_of_the_wire_is_in_the_recording_of_this_release() => Assert.Equal(
        typeof(IWireMessage).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IWireMessage)) && !type.IsAssignableTo(typeof(INeverSent)) && !type.IsAbstract)
            .Select(type => type.Name).Except(ReadButNotWritten).Except(ItemsNotRecordedYet).Order(StringComparer.Ordinal),
        Frames(WireSerializer.StableIdentifier).SelectMany(KindsOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Items_that_go_alone_between_nodes_are_in_the_recording_of_this_release() =>
        Assert.Contains(Frames(WireSerializer.StableIdentifier), frame => frame is { Manifest: "i", From: RecordedFrame.Node });

    public void Dispose() => _system.Dispose();

    private static IEnumerable<RecordedFrame> Frames(int serializer)
    {
        var recording = Recording.Of(Recording.Current);
        return recording.Talk.Concat(recording.Cluster).Where(frame => frame.Serializer == serializer);
    }

    private IEnumerable<string> KindsOf(RecordedFrame frame)
    {
        var message = new WireSerializer((ExtendedActorSystem)_system).FromBinary(frame.Bytes, frame.Manifest);
        yield return message.GetType().Name;
        foreach (var item in message is Contracts.Sessions.Frame { Items: var items } ? items : [])
            yield return item.GetType().Name;
    }

    private static void RequireSame(JsonNode meant, JsonNode understood)
    {
        if (!JsonNode.DeepEquals(meant, understood))
            Assert.Equal(meant.ToJsonString(JsonLines.Options), understood.ToJsonString(JsonLines.Options));
    }
}
