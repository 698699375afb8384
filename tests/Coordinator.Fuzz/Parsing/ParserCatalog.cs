using System.Text;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Sessions;
using Coordinator.Edge;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;
using Coordinator.NodeLink;

namespace Coordinator.Fuzz.Parsing;

/// <summary>Parsers that read bytes of a peer before it is trusted.</summary>
internal static class ParserCatalog
{
    private static readonly ScramExchange Exchange = new("fuzz", "fyko+d2lbbFgONRv", "3rfcNHYJY1ZVvWVs", new byte[16], 4_096, default);

    private static readonly byte[] Introduction =
        [.. "coordinator-node/1 akka.tcp://coordinator@10.0.0.1:4054 42 "u8, .. Enumerable.Repeat((byte)'a', 64)];

    public static IReadOnlyList<Parser> All { get; } =
    [
        new("pdu", PduSamples.Any, ReadPdu),
        new("guard", PduSamples.Any, GuardCheck.Pass),
        new("messages", MessageCheck.Sample, MessageCheck.Read),
        new("frames", FrameCheck.Sample, FrameCheck.Read),
        new("proofs", _ => Exchange.Prove(FuzzKeys.Keys), (_, proof) => Exchange.IsProven(proof, FuzzKeys.Keys.StoredKey)),
        new("verifiers", _ => Encoding.UTF8.GetBytes(FuzzKeys.Verifier), ReadVerifier),
        new("names", random => Encoding.UTF8.GetBytes(SessionSamples.Claim(random, "fuzz").Nonce), ReadNames),
        new("introductions", _ => Introduction, ReadIntroduction),
    ];

    private static void ReadPdu(FuzzRandom random, byte[] pdu)
    {
        var view = PduView.Parse(pdu);
        if (!Enum.IsDefined(view.Kind))
            throw new InvalidOperationException($"The kind {view.Kind} is not defined.");
        _ = SplitPath.Of(view.Recipient).WithoutUid.Length + SplitPath.Of(view.Sender).WithoutUid.Length;
        _ = SelectionView.TryParse(view.Body, out _);
        FirstProtocol.Refusal(view);
    }

    private static void ReadVerifier(FuzzRandom random, byte[] bytes)
    {
        if (ScramVerifier.TryParse(Encoding.UTF8.GetString(bytes), out var verifier) && verifier.Salt.IsEmpty)
            throw new InvalidOperationException("A verifier without a salt was accepted.");
    }

    private static void ReadNames(FuzzRandom random, byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        ScramNonce.IsValid(text);
        SessionClaim.NameProblem(text);
    }

    private static void ReadIntroduction(FuzzRandom random, byte[] bytes)
    {
        try
        {
            NodeIntroduction.Of(bytes).ToBytes();
        }
        catch (ConnectionRefusedException)
        {
            // The peer is refused.
        }
    }
}
