using CsCheck;

namespace Coordinator.Contracts.Tests.Wire;

public sealed class WireRoundTripSpec(WireSystem system) : IClassFixture<WireSystem>
{
    [Fact]
    public void Any_message_arrives_as_it_was_sent() => WireMessages.Any.Sample(
        message => WireText.Of(system.RoundTrip(message)) == WireText.Of(message),
        iter: 5_000,
        print: message => WireText.Of(message));

    [Fact]
    public void Any_message_is_written_in_one_way_only() => WireMessages.Any.Sample(
        message => system.Wire.ToBinary(system.RoundTrip(message)).AsSpan().SequenceEqual(system.Wire.ToBinary(message)),
        iter: 2_000,
        print: message => WireText.Of(message));
}
