using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Google.Protobuf;

namespace Coordinator.Edge;

/// <summary>
/// Answers participants of protocol version 1. They send their request by a selection of actors, which the edge admits to nobody, and
/// would otherwise only see their connection end.
/// </summary>
internal static class FirstProtocol
{
    /// <summary>Returns the refusal of a request of version 1; <c>null</c> for any other message.</summary>
    public static ByteString? Refusal(in PduView view)
    {
        if (view.SerializerId != SelectionView.Serializer
            || !SelectionView.TryParse(view.Body, out var selection)
            || selection.SerializerId != WireSerializer.StableIdentifier
            || !Ascii.Equals(selection.Manifest, WireSerializer.OpenSessionManifest))
        {
            return null;
        }

        // The participant knows itself under the address that it sent, and the node under the one that it called.
        var recipient = SplitPath.Of(view.Sender);
        var called = SplitPath.Of(view.Recipient);
        if (recipient.Local.IsEmpty || called.Local.IsEmpty)
            return null;
        var refused = new SessionRefused(
            SessionRefusal.Protocol,
            $"this participant speaks protocol version 1, but the coordinator speaks version {ProtocolVersion.Current}. Upgrade the participant.");
        return PduWriter.Message(
            recipient,
            new SplitPath(called.Address, Encoding.ASCII.GetBytes(SessionListenerAddress.LocalPath)),
            WireSerializer.StableIdentifier,
            Encoding.ASCII.GetBytes(WireSerializer.SessionRefusedManifest),
            SessionsMapping.ToProto(refused).ToByteArray());
    }
}
