using Coordinator.Contracts;
using Coordinator.Contracts.Wire;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;

namespace Coordinator.Fuzz.Parsing;

/// <summary>Serializer of the protocol: bytes of a peer are a message, or an unreadable one, and never an exception.</summary>
internal static class MessageCheck
{
    private static readonly string[] Manifests = ["so", "sp", "sc", "sk", "sr", "f", "", "zz"];

    // It needs its actor system only for references of actors, which no message of the protocol has.
    private static readonly WireSerializer Serializer = new(null!);

    public static byte[] Sample(FuzzRandom random) => random.Below(4) switch
    {
        0 => SessionSamples.OddOpen(random),
        1 => SessionSamples.Proof(random),
        2 => SessionSamples.OfCoordinator(random).Body,
        _ => FrameCheck.Sample(random),
    };

    public static void Read(FuzzRandom random, byte[] bytes)
    {
        var manifest = random.Pick(Manifests);
        if (Serializer.FromBinary(bytes, manifest) is not IWireMessage)
            throw new InvalidOperationException($"The manifest '{manifest}' gave no message.");
    }
}
