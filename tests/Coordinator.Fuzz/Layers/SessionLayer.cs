using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Wire;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Coordinator.Fuzz.Scripts;
using Coordinator.Harness.Attacks.Peers;
using Google.Protobuf;

namespace Coordinator.Fuzz.Layers;

/// <summary>Frames of a session: valid items, items with changed fields, very many items, very large ones.</summary>
internal sealed class SessionLayer : ILayer
{
    private const int MostFrames = 12;
    private const int MostItems = 20;
    private const long LastHeartbeat = 987_654_321;

    // Two bytes of a frame are an empty item, which is far larger in memory.
    private const int ManyItems = 2_000_000;

    public string Name => "sessions";

    public string What => "frames of a session with changed items, very many items, absurd values";

    public IReadOnlyList<Step> Steps(FuzzRandom random, long iteration)
    {
        var items = new ItemSamples(random, iteration);
        List<Step> steps = [.. Open(random)];
        if (random.Chance(3))
            steps.Add(new Step.StopReading());
        for (var left = random.Between(1, MostFrames); left > 0; left--)
        {
            steps.Add(Frame(random, items));
            if (random.Chance(20))
                steps.Add(Endings.Pause(random));
        }

        // What was prepared is decided, so that no backlog of checks grows with the length of a run.
        steps.Add(new Step.Send("f", Frames.Of([.. items.Ids.Select(id => (IFrameItem)new Rollback(id, ItemSamples.Group))])));
        steps.Add(new Step.RequireEcho(LastHeartbeat));
        steps.Add(Endings.Any(random));
        return steps;
    }

    /// <summary>Opens a session, which must succeed.</summary>
    public static IEnumerable<Step> Open(FuzzRandom random)
    {
        var claim = SessionSamples.Claim(random, FuzzParticipants.Sender.Name);
        yield return new Step.Connect();
        yield return new Step.Pdu(PduSamples.Associate(random));
        yield return new Step.Ask("so", SessionSamples.Open(random, FuzzParticipants.Sender, claim));
        yield return new Step.AwaitAnswer(Required: true);
        yield return new Step.Prove(claim, FuzzParticipants.Sender.Credentials.Secret, ProofChange.None);
        yield return new Step.AwaitAnswer(Required: true);
        yield return new Step.RequireSession();
    }

    private static Step.Send Frame(FuzzRandom random, ItemSamples items)
    {
        var manifest = random.Chance(97) ? "f" : random.Pick(["i", "so", "sp", "sk", "x", ""]);
        var mutation = random.Chance(5) ? random.Next() : (ulong?)null;
        var body = random.Below(20) switch
        {
            0 => ProtoMutator.Mutate(random, Items(random, items)),
            1 => ByteMutator.Mutate(random, Items(random, items)),
            2 => ManyTimes(random, Item(random, items)),
            _ => Items(random, items),
        };
        return new Step.Send(manifest, body, mutation);
    }

    private static byte[] Items(FuzzRandom random, ItemSamples items) =>
        [.. Enumerable.Range(0, random.Between(1, MostItems)).SelectMany(_ => Framed(Item(random, items)))];

    private static byte[] Item(FuzzRandom random, ItemSamples items)
    {
        var item = items.Next().ToProto().ToByteArray();
        return random.Chance(40) ? ProtoMutator.Mutate(random, item) : item;
    }

    /// <summary>Repeats an item, or an empty one, up to and beyond the limit of a frame.</summary>
    private static byte[] ManyTimes(FuzzRandom random, byte[] item)
    {
        var framed = random.Chance(30) ? Framed([]) : Framed(item);
        var most = Math.Min(random.Pick([100, 4_095, 4_096, 4_097, ManyItems]), Contracts.Sessions.Frame.MaxBytes / framed.Length);
        return [.. Enumerable.Repeat(framed, most).SelectMany(bytes => bytes)];
    }

    private static byte[] Framed(byte[] item) => ProtoTree.Write([new ProtoField(1, ProtoTree.LengthDelimited) { Bytes = item }]);
}
