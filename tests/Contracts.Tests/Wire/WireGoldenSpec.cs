using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Testing.RoundTrips;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>
/// The bytes of protocol version 2. A change here breaks the participants that are out there: a schema is only ever extended,
/// and what is extended gets lines of its own.
/// </summary>
public sealed class WireGoldenSpec(WireSystem system) : IClassFixture<WireSystem>
{
    public static TheoryData<string, string, string> Golden => WireSamples.Golden;

    public static TheoryData<string> Names => [.. WireSamples.All.Keys];

    [Theory]
    [MemberData(nameof(Golden))]
    public void Message_has_the_same_bytes_for_ever(string name, string manifest, string bytes)
    {
        var message = WireSystem.Alone(WireSamples.All[name]);
        Assert.Equal(manifest, system.Wire.Manifest(message));
        GoldenBytes.AssertEqual(bytes, system.Wire.ToBinary(message));
    }

    [Theory]
    [MemberData(nameof(Golden))]
    public void Bytes_are_the_same_message_for_ever(string name, string manifest, string bytes) =>
        Assert.Equal(
            WireText.Of(Sorted(WireSystem.Alone(WireSamples.All[name]))),
            WireText.Of(system.Wire.FromBinary(Convert.FromHexString(bytes), manifest)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_has_its_golden_bytes(string name) =>
        Assert.Single(Golden, row => (string)row[0] == name);

    [Fact]
    public void Every_wire_message_has_a_sample()
    {
        var all = typeof(IWireMessage).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IWireMessage)) && !type.IsAssignableTo(typeof(INeverSent)) && !type.IsAbstract);
        Assert.Equal(
            all.OrderBy(type => type.Name, StringComparer.Ordinal),
            WireSamples.All.Values.Select(sample => sample.GetType()).Distinct()
                .OrderBy(type => type.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Serializer_is_bound_under_its_stable_number()
    {
        Assert.Equal(5301, system.Wire.Identifier);
        Assert.All(
            WireSamples.All.Values,
            message => Assert.IsType<WireSerializer>(system.Serialization.FindSerializerFor(message)));
    }

    // Tags have no order of their own; on the wire they are sorted.
    private static object Sorted(IWireMessage message) => message is Frame { Items: [Consuming.Subscribe subscribe] }
        ? new Frame([subscribe with { Tags = [.. subscribe.Tags.Order(StringComparer.Ordinal)] }])
        : message;
}
