using System.Text;
using Akka.Actor;
using Coordinator.Contracts.Remoting.Pdu;
using Coordinator.Contracts.Wire;
using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.Connections;

/// <summary>
/// Guard of a connection between a participant and a coordinator, for either side. Only messages of the session protocol pass, and only to
/// actors that are named. Addresses in a PDU count for nothing: the two ends of the connection are written in their place.
/// </summary>
/// <remarks>
/// Each PDU that passes is written anew from what was checked, so that Akka's parser cannot find in it what this one did not.
/// </remarks>
internal abstract class LinkGuard : InboundGuard
{
    private const int HeartbeatIntervalMilliseconds = 500;

    private readonly Address _remote;
    private readonly byte[] _localAddress;
    private readonly byte[] _remoteAddress;
    private bool _associated;
    private bool _ended;
    private long _heartbeatAt = long.MinValue / 2;

    /// <param name="local">Address of this actor system, as the transport knows it.</param>
    /// <param name="remote">Address under which this actor system knows the peer.</param>
    protected LinkGuard(Address local, Address remote)
    {
        // A handshake has the addresses of the transport, and envelopes those of Akka above it.
        _remote = remote;
        _localAddress = Encoding.ASCII.GetBytes(OfAkka(local).ToString());
        _remoteAddress = Encoding.ASCII.GetBytes(OfAkka(remote).ToString());
    }

    /// <summary>Uid under which Akka knows the peer; a new incarnation of a peer has a new one.</summary>
    protected virtual ulong UidOf(ulong claimed) => claimed;

    /// <summary>Checks a message, and returns false to drop it. Its serializer is that of the session protocol.</summary>
    /// <param name="recipient">Path of the recipient within this actor system, without uid.</param>
    /// <param name="manifest">Manifest of the message.</param>
    /// <param name="bytes">Size of the message in bytes.</param>
    /// <exception cref="ConnectionRefusedException">The peer may not send this.</exception>
    protected abstract bool Check(ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> manifest, int bytes);

    /// <summary>Answers a message that is not of this protocol version, if it can be answered; the connection ends then.</summary>
    protected virtual void Foreign(in PduView view)
    {
    }

    public sealed override ByteString? Pass(ReadOnlySpan<byte> pdu)
    {
        if (_ended)
            return null;
        var view = PduView.Parse(pdu);
        if (_associated == (view.Kind is PduKind.Associate))
            throw new ConnectionRefusedException($"the peer sent {view.Kind} {(_associated ? "again" : "first")}.");
        switch (view.Kind)
        {
            case PduKind.Associate:
                _associated = true;
                return PduWriter.Associate(_remote, UidOf(view.Uid));
            case PduKind.Message:
                return Message(view);
            case PduKind.Heartbeat:
                return Heartbeat(pdu);
            case PduKind.Acknowledgement:
                return null;
            case PduKind.Disassociate:
                _ended = true;
                return ByteString.CopyFrom(pdu);
            default:
                throw new ConnectionRefusedException($"the peer sent {view.Kind}.");
        }
    }

    private ByteString? Message(in PduView view)
    {
        var recipient = SplitPath.Of(view.Recipient);
        var sender = SplitPath.Of(view.Sender);
        // After a connection was lost, Akka acknowledges with its first messages what it has received of system messages: nothing. The
        // acknowledgement is left out of what passes.
        if (view.SerializerId != WireSerializer.StableIdentifier || view.IsSystemMessage)
        {
            Foreign(view);
            throw new ConnectionRefusedException(
                $"the peer sent a message of serializer {view.SerializerId}{(view.IsSystemMessage ? ", a system message" : "")}.");
        }

        if (recipient.Local.IsEmpty || sender.Local.IsEmpty)
            throw new ConnectionRefusedException("the peer sent a message without a recipient or a sender.");
        if (!Check(recipient.WithoutUid, view.Manifest, view.Body.Length))
            return null;
        return PduWriter.Message(
            new SplitPath(_localAddress, recipient.Local),
            new SplitPath(_remoteAddress, sender.Local),
            view.SerializerId,
            view.Manifest,
            view.Body);
    }

    /// <summary>Drops heartbeats that come more often than Akka sends them.</summary>
    private ByteString? Heartbeat(ReadOnlySpan<byte> pdu)
    {
        var now = Environment.TickCount64;
        if (now - _heartbeatAt < HeartbeatIntervalMilliseconds)
            return null;
        _heartbeatAt = now;
        return ByteString.CopyFrom(pdu);
    }

    /// <summary>Returns the address as Akka knows it, above its transports.</summary>
    public static Address OfAkka(Address address) => address.WithProtocol($"akka.{address.Protocol}");
}
