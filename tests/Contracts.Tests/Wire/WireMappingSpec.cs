using Akka.Actor;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Testing.RoundTrips;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>Fills every property of every wire message. A property that is added and not mapped fails here.</summary>
public sealed class WireMappingSpec(WireSystem system) : IClassFixture<WireSystem>
{
    public static TheoryData<string> Messages => [.. TypesOf<IWireMessage>().Select(type => type.Name)];

    public static TheoryData<string> Items => [.. TypesOf<IFrameItem>().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_property_of_a_wire_message_survives(string message) => Assert.All(SamplesOf(message), sample =>
    {
        var sent = WireSystem.Alone(sample);
        Assert.Null(DeepComparison.DifferenceOf(sent, system.RoundTrip(sent)));
    });

    // Between nodes an item travels without a frame.
    [Theory]
    [MemberData(nameof(Items))]
    public void Every_frame_item_can_be_written_alone(string item) =>
        Assert.All(SamplesOf(item), sample => Assert.NotEmpty(system.Wire.ToBinary(sample)));

    private static IEnumerable<IWireMessage> SamplesOf(string name) =>
        Samples().SamplesOf(TypesOf<IWireMessage>().Single(type => type.Name == name)).Cast<IWireMessage>();

    private static IEnumerable<Type> TypesOf<T>() => typeof(IWireMessage).Assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false }
            && type.IsAssignableTo(typeof(T))
            && !type.IsAssignableTo(typeof(INeverSent)))
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    private static SampleFactory Samples() => new SampleFactory(ActorRefs.Nobody)
        // Tags are written in their order, so that one subscription has one form.
        .Allow<Subscribe>(nameof(Subscribe.Tags), new[] { "gift", "premium" }, Array.Empty<string>());
}
