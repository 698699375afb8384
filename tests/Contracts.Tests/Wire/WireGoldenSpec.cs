using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Testing.RoundTrips;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>
/// The bytes of protocol version 1. A change here breaks the participants that are out there: a schema is only ever extended,
/// and what is extended gets lines of its own.
/// </summary>
public sealed class WireGoldenSpec(WireSystem system) : IClassFixture<WireSystem>
{
    public static TheoryData<string, string, string> Golden => new()
    {
        {
            "prepare",
            "f",
            "0a6d0a6b0a086f726465722d313712066f72646572731a440a0b6f72646572732e7061696412030102ff1a023137220a637573746f6d" +
            "65722d342a077072656d69756d32070a01621202c3bc320b0a0574726163651202616238dc0b1a0d0a0b6f72646572732e7061696420" +
            "b0ea01"
        },
        { "prepare, bare", "f", "0a230a210a086f726465722d313712066f72646572731a0d0a0b6f72646572732e70616964" },
        { "commit", "f", "0a1412120a086f726465722d313712066f7264657273" },
        { "rollback", "f", "0a1e1a1c0a086f726465722d313712066f72646572731a086465636c696e6564" },
        { "rollback, bare", "f", "0a141a120a086f726465722d313712066f7264657273" },
        { "transaction reply", "f", "0a1c221a0a086f726465722d31371003180420042a08746f6f206c617465" },
        { "transaction reply, bare", "f", "0a1222100a086f726465722d3137100118012001" },
        { "prepare, numbered", "f", "0a260a240a086f726465722d313712066f72646572731a0d0a0b6f72646572732e7061696428ac02" },
        { "prepare, new", "f", "0a250a230a086f726465722d313712066f72646572731a0d0a0b6f72646572732e706169643001" },
        { "commit, numbered", "f", "0a1712150a086f726465722d313712066f726465727318ac02" },
        { "rollback, numbered", "f", "0a211a1f0a086f726465722d313712066f72646572731a086465636c696e656420ac02" },
        { "transaction reply, numbered", "f", "0a1522130a086f726465722d313710011801200130ac02" },
        {
            "check transaction",
            "f",
            "0a5c2a5a0a086f726465722d313712066f7264657273180322440a0b6f72646572732e7061696412030102ff1a023137220a63757374" +
            "6f6d65722d342a077072656d69756d32070a01621202c3bc320b0a0574726163651202616238dc0b"
        },
        { "check answer", "f", "0a1e321c0a086f726465722d313712066f7264657273180320032a046f70656e" },
        { "check answer, bare", "f", "0a1832160a086f726465722d313712066f726465727318012002" },
        {
            "subscribe from the end",
            "f",
            "0a273a250a087368697070696e67120b6f72646572732e706169641801304038b0ea01420161420162"
        },
        { "subscribe from the beginning, bare", "f", "0a1d3a1b0a087368697070696e67120b6f72646572732e7061696420013001" },
        { "subscribe at a time", "f", "0a223a200a087368697070696e67120b6f72646572732e706169642887e4d0f4b7333001" },
        { "subscribe reply", "f", "0a2542230a087368697070696e67120b6f72646572732e7061696420012a087374617274696e67" },
        { "subscribe reply, bare", "f", "0a1b42190a087368697070696e67120b6f72646572732e706169641801" },
        { "unsubscribe", "f", "0a194a170a087368697070696e67120b6f72646572732e70616964" },
        {
            "deliver",
            "f",
            "0a8001527e0a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d280212086f726465722d3137180522440a0b" +
            "6f72646572732e7061696412030102ff1a023137220a637573746f6d65722d342a077072656d69756d32070a01621202c3bc320b0a05" +
            "74726163651202616238dc0b2887e4d0f4b73330e0d403"
        },
        {
            "deliver, bare",
            "f",
            "0a4352410a1b0a087368697070696e67120b6f72646572732e706169642001280112086f726465722d3137220d0a0b6f72646572732e" +
            "706169642887e4d0f4b73330e0d403"
        },
        { "acknowledge", "f", "0a235a210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        {
            "retry",
            "f",
            "0a3262300a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d280210904e1a0a73746f636b2061776179"
        },
        { "retry, bare", "f", "0a2362210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        {
            "reject",
            "f",
            "0a326a300a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802120d6e6f2073756368206f72646572"
        },
        { "reject, bare", "f", "0a236a210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        { "heartbeat", "f", "0a05720308ac02" },
        { "session closed", "f", "0a077a050a03627965" },
        { "session closed, superseded", "f", "0a097a070a036279651001" },
        { "nodes changed", "f", "0a2182011e0a0d31302e302e302e313a343035330a0d31302e302e302e323a34303533" },
        {
            "open session",
            "so",
            "080112086f72646572732d301a066f72646572731a07726566756e647322100a066f72646572731206733363726574"
        },
        { "open session, bare", "so", "080112086f72646572732d30" },
        { "session opened", "sk", "0a03732d31120d31302e302e302e313a3430353318d00f20904e" },
        { "session refused", "sr", "080412087374617274696e67" },
        {
            "frame of several",
            "f",
            "0a1412120a086f726465722d313712066f72646572730a04720208010a235a210a1f0a087368697070696e67120b6f72646572732e70" +
            "616964180320c0843d2802"
        },
        { "frame of none", "f", "" },
    };

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
            .Where(type => type.IsAssignableTo(typeof(IWireMessage)) && !type.IsAbstract);
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
