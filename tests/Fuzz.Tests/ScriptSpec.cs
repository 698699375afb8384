using Coordinator.Fuzz.Layers;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Scripts;

namespace Coordinator.Fuzz.Tests;

public sealed class ScriptSpec
{
    private const int Iterations = 200;

    [Fact]
    public void Seed_repeats_the_bytes_exactly()
    {
        for (var iteration = 0; iteration < Iterations; iteration++)
            Assert.Equal(BytesOf(seed: 3, iteration), BytesOf(seed: 3, iteration));
        Assert.NotEqual(
            Enumerable.Range(0, Iterations).SelectMany(iteration => BytesOf(seed: 3, iteration)),
            Enumerable.Range(0, Iterations).SelectMany(iteration => BytesOf(seed: 4, iteration)));
    }

    /// <summary>Numbers of the generator's author. A generator that changes would make seeds of earlier runs worthless.</summary>
    [Fact]
    public void Random_numbers_never_change()
    {
        var random = new FuzzRandom(1234567);

        Assert.Equal(
            [6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Every_layer_has_its_turn() => Assert.Equal(
        LayerCatalog.All.Select(layer => layer.Name).Order(),
        Enumerable.Range(0, Iterations).Select(iteration => LayerCatalog.ScriptOf(1, iteration, LayerCatalog.All).Layer).Distinct().Order());

    [Fact]
    public void Message_survives_that_is_read_without_its_schema_and_written_again()
    {
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var message = Parsing.FrameCheck.Sample(FuzzRandom.Of(1, iteration));
            Assert.Equal(message, ProtoTree.Write(ProtoTree.Read(message)!));
        }
    }

    private static byte[] BytesOf(int seed, long iteration) =>
        [.. LayerCatalog.ScriptOf(seed, iteration, LayerCatalog.All).Steps.SelectMany(BytesOf)];

    private static byte[] BytesOf(Step step) => step switch
    {
        Step.Write write => write.Bytes,
        Step.Pdu pdu => pdu.Bytes,
        Step.Ask ask => ask.Body,
        Step.Send send => send.Body,
        _ => [],
    };
}
