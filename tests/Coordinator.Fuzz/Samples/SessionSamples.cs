using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Fuzz.Mutating;
using Coordinator.Harness.Attacks.Targets;
using Google.Protobuf;

namespace Coordinator.Fuzz.Samples;

/// <summary>Messages that open a session.</summary>
internal static class SessionSamples
{
    private const int Instances = 8;
    private const int NonceBytes = 18;

    /// <summary>Attempt of every request. An answer has the same number.</summary>
    public const long Attempt = 1;

    public static SessionClaim Claim(FuzzRandom random, string name) => new(name, Convert.ToBase64String(random.Bytes(NonceBytes)));

    /// <summary>Request that the coordinator accepts when the claim is proven.</summary>
    public static byte[] Open(FuzzRandom random, TargetParticipant participant, SessionClaim? claim)
    {
        var instance = new InstanceId(Oddities.Name(random, "fuzz-", Instances));
        return SessionsMapping.ToProto(
            new OpenSession(ProtocolVersion.Current, instance, [new ProducerGroup(participant.Group)], Attempt, claim)).ToByteArray();
    }

    /// <summary>Request with another version, many groups, or another attempt.</summary>
    public static byte[] OddOpen(FuzzRandom random)
    {
        var groups = random.Chance(70) ? random.Below(3) : random.Between(250, 600);
        var claim = random.Chance(50) ? Claim(random, Oddities.Name(random, "ghost-", int.MaxValue)) : null;
        return SessionsMapping.ToProto(new OpenSession(
            random.Chance(70) ? ProtocolVersion.Current : (int)Oddities.Number(random),
            new InstanceId(Oddities.Name(random, "odd-", Instances)),
            [.. Enumerable.Range(0, groups).Select(number => new ProducerGroup($"group-{number}"))],
            (long)Oddities.Number(random),
            claim)).ToByteArray();
    }

    /// <summary>Proof that was guessed.</summary>
    public static byte[] Proof(FuzzRandom random) => SessionsMapping.ToProto(new ProveSession(
        random.Chance(80) ? Attempt : (long)Oddities.Number(random), random.Bytes(random.Pick([0, 1, 31, 32, 32, 33, 1_000])))).ToByteArray();

    /// <summary>Messages that only the coordinator sends, by manifest.</summary>
    public static (string Manifest, byte[] Body) OfCoordinator(FuzzRandom random) => random.Below(3) switch
    {
        0 => ("sc", SessionsMapping.ToProto(new SessionChallenge(Attempt, random.Bytes(16), 4_096, "3rfcNHYJY1ZVvWVs")).ToByteArray()),
        1 => ("sk", SessionsMapping.ToProto(new SessionOpened("1", ["127.0.0.1:1"], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), Attempt)).ToByteArray()),
        _ => ("sr", SessionsMapping.ToProto(new SessionRefused(SessionRefusal.NotReady, Encoding.ASCII.GetString([7]), Attempt)).ToByteArray()),
    };
}
