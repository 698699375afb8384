using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Coordinator.Fuzz.Scripts;

namespace Coordinator.Fuzz.Layers;

/// <summary>Frames whose PDUs claim any address, recipient, serializer, manifest and sender, or are changed in their fields.</summary>
internal sealed class EnvelopeLayer : ILayer
{
    private const int MostPdus = 8;

    public string Name => "envelopes";

    public string What => "PDUs to any actor, by any serializer, with changed fields";

    public IReadOnlyList<Step> Steps(FuzzRandom random, long iteration)
    {
        List<Step> steps = [new Step.Connect()];
        if (random.Chance(95))
            steps.Add(new Step.Pdu(Changed(random, PduSamples.Associate(random), percent: 20)));
        for (var left = random.Between(1, MostPdus); left > 0; left--)
        {
            steps.Add(new Step.Pdu(Changed(random, Pdu(random), percent: 60)));
            if (random.Chance(20))
                steps.Add(Endings.Pause(random));
        }

        steps.Add(Endings.Any(random));
        return steps;
    }

    private static byte[] Pdu(FuzzRandom random) => random.Below(8) switch
    {
        0 => PduSamples.Instruction(random),
        1 => PduSamples.Associate(random),
        2 => PduSamples.Message(random, SessionSamples.OddOpen(random)),
        3 => PduSamples.Message(random, random.Bytes(random.Below(300))),
        4 => PduSamples.Message(random, PduSamples.Ask("so", SessionSamples.OddOpen(random))),
        5 => PduSamples.Ask("so", SessionSamples.OddOpen(random)),
        6 => PduSamples.Ask(random.Pick(["f", "i", "so", "sp", "", "sc"]), random.Bytes(random.Below(300))),
        _ => PduSamples.Ask("i", SessionSamples.Proof(random)),
    };

    private static byte[] Changed(FuzzRandom random, byte[] pdu, int percent) =>
        random.Chance(percent) ? ProtoMutator.Mutate(random, pdu) : pdu;
}
