using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Connections;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Sessions;
using Google.Protobuf;

namespace Coordinator.Edge;

/// <summary>Lets a participant reach the session listener and the gate of its own session, and no other actor.</summary>
internal sealed class ParticipantGuard(Address local, Address remote, int uid, EdgeConnection connection, Action<string> ended)
    : LinkGuard(local, remote)
{
    private Action<ByteString>? _write;

    public override int MaxPduBytes => connection.MaxFrameBytes;

    public override ValueTask ReadyAsync() => connection.MayReadAsync();

    public override void Opened(Action<string> end, Action<ByteString> write)
    {
        _write = write;
        connection.Opened(end);
    }

    public override void Ended(string reason) => ended(reason);

    // The peer chooses no uid: Akka would take another one under the same address for a new incarnation.
    protected override ulong UidOf(ulong claimed) => (ulong)uid;

    protected override bool Check(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> manifest, int bytes)
    {
        // Counted before the gate is known: a session that ends meanwhile forgets the frame, or is seen to have ended.
        connection.Credit.Take(bytes);
        if (Ascii.Equals(recipient, SessionListenerAddress.LocalPath))
        {
            if (!connection.MayAskAgain())
                throw new ConnectionRefusedException("the peer sent too many messages without opening a session.");
        }
        else if (!IsOwnGate(recipient))
        {
            connection.Credit.Release();
            return false;
        }

        return true;
    }

    /// <summary>Tells a participant of protocol version 1, which selects the listener as such a participant does, why it is refused.</summary>
    protected override void Foreign(in PduView view)
    {
        if (FirstProtocol.Refusal(view) is { } refusal)
            _write?.Invoke(refusal);
    }

    private bool IsOwnGate(ReadOnlySpan<byte> path)
    {
        if (connection.IsGate(path))
            return true;
        return connection.WasGate(path)
            ? false
            : throw new ConnectionRefusedException("the peer sent a message to an actor that is neither the listener nor its session.");
    }
}
