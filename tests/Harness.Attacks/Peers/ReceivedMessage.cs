using System.Text;
using Coordinator.Contracts.Remoting.Pdu;

namespace Coordinator.Harness.Attacks.Peers;

/// <summary>Message that a raw peer received.</summary>
/// <param name="Sender">Path of the sender within its actor system, without uid.</param>
/// <param name="Manifest">Manifest of the message.</param>
/// <param name="Body">The serialized message.</param>
internal sealed record ReceivedMessage(string Sender, string Manifest, byte[] Body)
{
    /// <summary>Reads a PDU; <c>null</c> for one that is no message.</summary>
    public static ReceivedMessage? Of(byte[] pdu)
    {
        var view = PduView.Parse(pdu);
        return view.Kind is PduKind.Message
            ? new ReceivedMessage(
                Encoding.UTF8.GetString(SplitPath.Of(view.Sender).WithoutUid), Encoding.UTF8.GetString(view.Manifest), view.Body.ToArray())
            : null;
    }
}
