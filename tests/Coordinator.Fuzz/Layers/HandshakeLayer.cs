using Coordinator.Contracts.Sessions;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Coordinator.Fuzz.Scripts;
using Coordinator.Harness.Attacks.Peers;

namespace Coordinator.Fuzz.Layers;

/// <summary>Requests and proofs that are changed, cut off, repeated or in the wrong order, before a session and while one is opened.</summary>
internal sealed class HandshakeLayer : ILayer
{
    private const int MostMessages = 10;

    public string Name => "handshakes";

    public string What => "requests for sessions and proofs: changed, cut off, repeated, in the wrong order";

    public IReadOnlyList<Step> Steps(FuzzRandom random, long iteration)
    {
        List<Step> steps = [new Step.Connect(), new Step.Pdu(PduSamples.Associate(random))];
        var claim = SessionSamples.Claim(random, NameOf(random));
        for (var left = random.Between(1, MostMessages); left > 0; left--)
            steps.AddRange(Message(random, claim));
        if (random.Chance(30))
            steps.AddRange(RightSession(random, claim));
        steps.Add(Endings.Any(random));
        return steps;
    }

    // The guesser is made to wait after a few wrong proofs, so most of them are those of names that do not exist.
    private static string NameOf(FuzzRandom random) =>
        random.Chance(30) ? FuzzParticipants.Guesser.Name : Oddities.Name(random, "ghost-", int.MaxValue);

    private static IEnumerable<Step> Message(FuzzRandom random, SessionClaim claim)
    {
        var open = SessionSamples.Open(random, FuzzParticipants.Guesser, claim);
        switch (random.Below(12))
        {
            case 0:
                yield return new Step.Ask("so", SessionSamples.OddOpen(random));
                break;
            case 1:
                yield return new Step.Ask("so", ProtoMutator.Mutate(random, open));
                break;
            case 2:
                yield return new Step.Ask("so", open[..random.Below(open.Length)]);
                break;
            case 3:
                yield return new Step.Ask("so", open);
                yield return new Step.Ask("so", open);
                break;
            case 4:
                yield return new Step.Ask("sp", SessionSamples.Proof(random));
                break;
            case 5:
                yield return new Step.Ask("sp", ProtoMutator.Mutate(random, SessionSamples.Proof(random)));
                break;
            case 6:
                var (manifest, body) = SessionSamples.OfCoordinator(random);
                yield return new Step.Ask(manifest, body);
                break;
            case 7:
                yield return new Step.Send("f", Frames.Heartbeat(1));
                break;
            case 8:
                yield return Endings.Pause(random);
                break;
            case 9:
                yield return new Step.Ask("so", ByteMutator.Mutate(random, open));
                break;
            default:
                yield return new Step.Ask("so", open);
                yield return new Step.AwaitAnswer();
                yield return Prove(random, claim);
                break;
        }
    }

    /// <summary>Opens a session rightly. Whatever came before, the answer is a session, a refusal or the end of the connection.</summary>
    private static IEnumerable<Step> RightSession(FuzzRandom random, SessionClaim claim)
    {
        yield return new Step.Ask("so", SessionSamples.Open(random, FuzzParticipants.Guesser, claim));
        yield return new Step.AwaitAnswer();
        yield return Prove(random, claim);
        yield return new Step.AwaitAnswer();
        yield return new Step.Send("f", Frames.Heartbeat(1));
    }

    private static Step.Prove Prove(FuzzRandom random, SessionClaim claim) => new(
        claim,
        FuzzParticipants.Guesser.Credentials.Secret,
        random.Chance(50) ? ProofChange.None : random.Pick(Enum.GetValues<ProofChange>()));
}
