using Akka.Actor;
using Akka.TestKit.Xunit2;
using Coordinator.Hosting.Serialization;
using Coordinator.Persistence.Schemas;
using Coordinator.Testing.RoundTrips;
using Coordinator.Transactions;

namespace Coordinator.Tests.Hosting.Serialization;

/// <summary>
/// Fills every property of every stored event and every message between nodes. A property that is added and not mapped fails here.
/// </summary>
public sealed class MappingSpec : TestKit
{
    public static TheoryData<string> Manifests => [.. JournalSchemas.All.Select(schema => schema.Manifest)];

    public static TheoryData<string> NodeManifests => [.. NodeSchemas.All.Select(schema => schema.Manifest)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Every_property_of_a_stored_event_survives(string manifest)
    {
        var serializer = new JournalSerializer((ExtendedActorSystem)Sys);
        var type = JournalSchemas.All.Single(schema => schema.Manifest == manifest).Type;

        Assert.All(Samples().SamplesOf(type), sample => AssertSame(
            sample, serializer.FromBinary(serializer.ToBinary(sample), serializer.Manifest(sample))));
    }

    [Theory]
    [MemberData(nameof(NodeManifests))]
    public void Every_property_of_a_message_between_nodes_survives(string manifest)
    {
        var serializer = new NodeSerializer((ExtendedActorSystem)Sys);
        var type = NodeSchemas.All.Single(schema => schema.Manifest == manifest).Type;

        Assert.All(Samples().SamplesOf(type), sample => AssertSame(
            sample, serializer.FromBinary(serializer.ToBinary(sample), serializer.Manifest(sample))));
    }

    [Fact]
    public void Every_stored_event_has_a_schema() => Assert.Equal(
        typeof(IJournaled).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IJournaled)))
            .Select(type => type.Name).Order(StringComparer.Ordinal),
        JournalSchemas.All.Select(schema => schema.Type.Name).Order(StringComparer.Ordinal));

    private SampleFactory Samples() => new SampleFactory(TestActor) { InsideCoordinator = true }
        // Committed and rolled back are events of their own, and a deferred check is not written.
        .Allow<TransactionChecked>(
            nameof(TransactionChecked.Ending), CheckEnding.InProgress, CheckEnding.Failed, CheckEnding.TimedOut, CheckEnding.NoInstance);

    private static void AssertSame(object expected, object actual) =>
        Assert.Null(DeepComparison.DifferenceOf(expected, actual) is { } difference ? $"{expected.GetType().Name}{difference}" : null);
}
