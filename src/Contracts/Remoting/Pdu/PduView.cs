using System.Text;
using Akka.Actor;

namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>
/// View of a PDU in place. Akka's own codec is internal and creates objects, so this reads the parts that decide whether a PDU may pass.
/// </summary>
/// <remarks>
/// The schema is Akka.NET's <c>WireFormats.proto</c>: <c>AkkaProtocolMessage</c>, <c>AckAndEnvelopeContainer</c>, <c>RemoteEnvelope</c>.
/// Unknown fields make a PDU malformed.
/// </remarks>
internal ref struct PduView
{
    /// <summary>Number of a message that needs no acknowledgement.</summary>
    public const ulong NoSequence = ulong.MaxValue;

    private PayloadView _payload;

    public PduKind Kind { get; private set; }

    /// <summary>Path of the recipient with its address, in UTF-8.</summary>
    public ReadOnlySpan<byte> Recipient { get; private set; }

    /// <summary>Path of the sender with its address, in UTF-8. Empty: the message has none.</summary>
    public ReadOnlySpan<byte> Sender { get; private set; }

    /// <summary>Id of the serializer of the message.</summary>
    public readonly int SerializerId => _payload.SerializerId;

    /// <summary>Manifest of the message.</summary>
    public readonly ReadOnlySpan<byte> Manifest => _payload.Manifest;

    /// <summary>Serialized message.</summary>
    public readonly ReadOnlySpan<byte> Body => _payload.Body;

    /// <summary>True for a message that the peer repeats until it is acknowledged, such as a death watch.</summary>
    public bool IsSystemMessage { get; private set; }

    /// <summary>True when the PDU also acknowledges system messages.</summary>
    public bool HasAcknowledgement { get; private set; }

    /// <summary>Address that an <see cref="PduKind.Associate" /> claims. <c>null</c> for other kinds.</summary>
    public Address? Origin { get; private set; }

    /// <summary>Uid of the actor system that sent an <see cref="PduKind.Associate" />.</summary>
    public ulong Uid { get; private set; }

    public static PduView Parse(ReadOnlySpan<byte> pdu)
    {
        var view = new PduView();
        return view.TryRead(pdu) ? view : default;
    }

    private bool TryRead(ReadOnlySpan<byte> pdu)
    {
        var fields = new ProtoFieldReader(pdu);
        return fields.Next() && fields.IsBytes && fields.Field switch
        {
            1 => TryReadContainer(fields.Bytes),
            2 => TryReadInstruction(fields.Bytes),
            _ => false,
        } && !fields.Next() && !fields.IsMalformed;
    }

    private bool TryReadContainer(ReadOnlySpan<byte> container)
    {
        Kind = PduKind.Acknowledgement;
        var fields = new ProtoFieldReader(container);
        while (fields.Next())
        {
            if (!fields.IsBytes)
                return false;
            if (fields.Field == 1)
                HasAcknowledgement = true;
            else if (fields.Field != 2 || !TryReadEnvelope(fields.Bytes))
                return false;
        }

        return !fields.IsMalformed && (HasAcknowledgement || Kind is PduKind.Message);
    }

    private bool TryReadEnvelope(ReadOnlySpan<byte> envelope)
    {
        Kind = PduKind.Message;
        ulong sequence = 0;
        var fields = new ProtoFieldReader(envelope);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsBytes && TryReadPath(fields.Bytes, out var recipient):
                    Recipient = recipient;
                    break;
                case 2 when fields.IsBytes && TryReadPayload(fields.Bytes):
                    break;
                case 4 when fields.IsBytes && TryReadPath(fields.Bytes, out var sender):
                    Sender = sender;
                    break;
                case 5 when fields.IsFixed64:
                    sequence = fields.Number;
                    break;
                default:
                    return false;
            }
        }

        IsSystemMessage = sequence != NoSequence;
        return !fields.IsMalformed && !Recipient.IsEmpty;
    }

    private bool TryReadPayload(ReadOnlySpan<byte> bytes)
    {
        var read = PayloadView.TryParse(bytes, out var payload);
        _payload = payload;
        return read;
    }

    private static bool TryReadPath(ReadOnlySpan<byte> actor, out ReadOnlySpan<byte> path)
    {
        var fields = new ProtoFieldReader(actor);
        path = fields.Next() && fields.Field == 1 && fields.IsBytes ? fields.Bytes : default;
        return !path.IsEmpty && !fields.Next() && !fields.IsMalformed;
    }

    private bool TryReadInstruction(ReadOnlySpan<byte> instruction)
    {
        var fields = new ProtoFieldReader(instruction);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsVarint:
                    Kind = KindOf(fields.Number);
                    break;
                case 2 when fields.IsBytes && TryReadHandshake(fields.Bytes):
                    break;
                default:
                    return false;
            }
        }

        return !fields.IsMalformed && Kind is not PduKind.Malformed && Kind is PduKind.Associate == Origin is not null;
    }

    private static PduKind KindOf(ulong command) => command switch
    {
        1 => PduKind.Associate,
        2 or 4 or 5 => PduKind.Disassociate,
        3 => PduKind.Heartbeat,
        _ => PduKind.Malformed,
    };

    private bool TryReadHandshake(ReadOnlySpan<byte> handshake)
    {
        var fields = new ProtoFieldReader(handshake);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsBytes && TryReadAddress(fields.Bytes):
                    break;
                case 2 when fields.IsFixed64:
                    Uid = fields.Number;
                    break;
                default:
                    return false;
            }
        }

        return !fields.IsMalformed;
    }

    private bool TryReadAddress(ReadOnlySpan<byte> address)
    {
        string system = "", host = "", protocol = "";
        ulong port = 0;
        var fields = new ProtoFieldReader(address);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsBytes:
                    system = Text(fields.Bytes);
                    break;
                case 2 when fields.IsBytes:
                    host = Text(fields.Bytes);
                    break;
                case 3 when fields.IsVarint:
                    port = fields.Number;
                    break;
                case 4 when fields.IsBytes:
                    protocol = Text(fields.Bytes);
                    break;
                default:
                    return false;
            }
        }

        if (fields.IsMalformed || system.Length == 0 || host.Length == 0 || protocol.Length == 0 || port > ushort.MaxValue)
            return false;
        Origin = new Address(protocol, system, host, (int)port);
        return true;
    }

    /// <summary>Returns the text of a part of an address; empty when it is none.</summary>
    private static string Text(ReadOnlySpan<byte> bytes)
    {
        foreach (var letter in bytes)
        {
            if (letter is <= (byte)' ' or >= 0x7F or (byte)'/' or (byte)'@')
                return "";
        }

        return bytes.Length <= 255 ? Encoding.ASCII.GetString(bytes) : "";
    }
}
