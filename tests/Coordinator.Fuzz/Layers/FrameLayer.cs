using System.Buffers.Binary;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Coordinator.Fuzz.Scripts;

namespace Coordinator.Fuzz.Layers;

/// <summary>Bytes that need not be frames: random ones, wrong lengths, and frames with changed bytes.</summary>
internal sealed class FrameLayer : ILayer
{
    private const int MostWrites = 6;
    private const int MostRandomBytes = 5_000;
    private const int ManyBytes = 200_000;

    public string Name => "frames";

    public string What => "random bytes, wrong lengths, frames with changed bytes";

    public IReadOnlyList<Step> Steps(FuzzRandom random, long iteration)
    {
        List<Step> steps = [new Step.Connect(Secured: random.Chance(85))];
        if (random.Chance(60))
            steps.Add(new Step.Pdu(PduSamples.Associate(random)));
        for (var left = random.Between(1, MostWrites); left > 0; left--)
        {
            steps.Add(new Step.Write(Bytes(random)));
            if (random.Chance(30))
                steps.Add(Endings.Pause(random));
        }

        steps.Add(Endings.Any(random));
        return steps;
    }

    private static byte[] Bytes(FuzzRandom random) => random.Below(6) switch
    {
        0 => random.Bytes(random.Between(1, MostRandomBytes)),
        1 => Frame(random.Pick(Oddities.Lengths), random.Bytes(random.Below(MostRandomBytes))),
        2 => Frame(random.Between(1, MostRandomBytes), random.Bytes(random.Below(MostRandomBytes))),
        3 => Frame(64 * 1024, random.Bytes(random.Chance(90) ? 64 * 1024 : ManyBytes)),
        4 => [.. Framed(PduSamples.Associate(random)), .. Framed(PduSamples.Associate(random))],
        _ => ByteMutator.Mutate(random, [.. Framed(PduSamples.Associate(random)), .. Framed(PduSamples.Ask("so", SessionSamples.OddOpen(random)))]),
    };

    private static byte[] Framed(byte[] pdu) => Frame(pdu.Length, pdu);

    private static byte[] Frame(int length, byte[] content)
    {
        var frame = new byte[sizeof(int) + content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        content.CopyTo(frame, sizeof(int));
        return frame;
    }
}
