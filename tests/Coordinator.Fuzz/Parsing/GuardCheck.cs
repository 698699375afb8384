using System.Net;
using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Wire;
using Coordinator.Edge;
using Coordinator.Fuzz.Mutating;
using Coordinator.Fuzz.Samples;

namespace Coordinator.Fuzz.Parsing;

/// <summary>
/// Guard of a participant's connection. What it passes on goes to the listener or to the session of the connection, by the serializer of
/// the protocol, and has the addresses of the connection.
/// </summary>
internal static class GuardCheck
{
    private const string Session = $"{PduSamples.Listener}/{PduSamples.Gate}";
    private const string PeerHost = "5e551015e551015e551015e551015e55";

    private static readonly Address Local = new("tcp", "coordinator", "127.0.0.1", 4053);
    private static readonly Address Remote = new("tcp", "participant", PeerHost, 1);
    private static readonly byte[] Associate = PduSamples.Associate(new FuzzRandom(0));

    /// <summary>Passes a PDU as the first of a connection, or as a later one before or after a session.</summary>
    public static void Pass(FuzzRandom random, byte[] pdu)
    {
        var guard = NewGuard(hasSession: random.Chance(50));
        if (random.Chance(80))
            guard.Pass(Associate);
        Pass(guard, pdu);
    }

    private static void Pass(ParticipantGuard guard, byte[] pdu)
    {
        try
        {
            if (guard.Pass(pdu) is { } passed)
                Require(PduView.Parse(passed.Span));
        }
        catch (ConnectionRefusedException)
        {
            // The connection ends.
        }
    }

    private static void Require(in PduView passed)
    {
        var isRight = passed.Kind switch
        {
            PduKind.Associate => passed.Origin == Remote && passed.Uid == 42,
            PduKind.Message => IsRightMessage(passed),
            PduKind.Heartbeat or PduKind.Disassociate => true,
            _ => false,
        };
        if (!isRight)
            throw new InvalidOperationException($"The guard passed {passed.Kind} for {Encoding.UTF8.GetString(passed.Recipient)}, which it must not.");
    }

    private static bool IsRightMessage(in PduView passed)
    {
        var recipient = SplitPath.Of(passed.Recipient);
        var sender = SplitPath.Of(passed.Sender);
        return passed.SerializerId == WireSerializer.StableIdentifier
            && !passed.IsSystemMessage
            && !passed.HasAcknowledgement
            && Encoding.UTF8.GetString(recipient.Address) == LinkGuard.OfAkka(Local).ToString()
            && Encoding.UTF8.GetString(sender.Address) == LinkGuard.OfAkka(Remote).ToString()
            && Encoding.UTF8.GetString(recipient.WithoutUid) is PduSamples.Listener or Session;
    }

    private static ParticipantGuard NewGuard(bool hasSession)
    {
        var connection = new EdgeConnection(IPAddress.Loopback, [], ReadOnlyMemory<byte>.Empty, new EdgeLimits());
        if (hasSession)
            connection.Admit(Session);
        return new ParticipantGuard(Local, Remote, uid: 42, connection, _ => { });
    }
}
