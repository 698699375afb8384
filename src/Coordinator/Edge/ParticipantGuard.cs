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

    private const string Listener = $"/user/{SessionListenerAddress.ActorName}";

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
        Span<char> path = stackalloc char[recipient.Length];
        Encoding.ASCII.GetChars(recipient, path);
        if (path.SequenceEqual(Listener))
        {
            if (!connection.MayAskAgain())
                throw new ConnectionRefusedException("the peer sent too many messages without opening a session.");
        }
        else if (!IsOwnGate(path))
        {
            return false;
        }

        connection.Credit.Take(bytes);
        return true;
    }

    /// <summary>Tells a participant of protocol version 1, which selects the listener as such a participant does, why it is refused.</summary>
    protected override void Foreign(in PduView view)
    {
        if (FirstProtocol.Refusal(view) is { } refusal)
            _write?.Invoke(refusal);
    }

    private bool IsOwnGate(ReadOnlySpan<char> path)
    {
        var name = path.StartsWith($"{Listener}/") ? path[(Listener.Length + 1)..] : default;
        if (connection.IsGate(name))
            return true;
        return connection.WasGate(name)
            ? false
            : throw new ConnectionRefusedException("the peer sent a message to an actor that is neither the listener nor its session.");
    }
}
