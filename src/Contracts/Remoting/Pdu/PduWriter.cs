using System.Buffers.Binary;
using System.Text;
using Akka.Actor;
using Google.Protobuf;

namespace Coordinator.Contracts.Remoting.Pdu;

/// <summary>Writes the PDUs that a transport makes itself, in the schema of <see cref="PduView" />.</summary>
internal static class PduWriter
{
    private const byte Field1 = (1 << 3) | 2;
    private const byte Field2 = (2 << 3) | 2;
    private const byte Field3 = (3 << 3) | 2;
    private const byte Field4 = (4 << 3) | 2;
    private const byte Field1Varint = 1 << 3;
    private const byte Field2Varint = 2 << 3;
    private const byte Field3Varint = 3 << 3;
    private const byte Field2Fixed64 = (2 << 3) | 1;
    private const byte Field5Fixed64 = (5 << 3) | 1;

    /// <summary>Writes a message to an actor.</summary>
    /// <param name="recipient">Path of the recipient.</param>
    /// <param name="sender">Path of the sender.</param>
    /// <param name="serializerId">Id of the serializer.</param>
    /// <param name="manifest">Manifest of the message.</param>
    /// <param name="body">The serialized message.</param>
    public static ByteString Message(
        SplitPath recipient, SplitPath sender, int serializerId, ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> body)
    {
        var recipientSize = Delimited(recipient.Length);
        var senderSize = Delimited(sender.Length);
        var payloadSize = Delimited(body.Length) + 1 + VarintSize((uint)serializerId) + Delimited(manifest.Length);
        var envelopeSize = Delimited(recipientSize) + Delimited(payloadSize) + Delimited(senderSize) + 1 + sizeof(ulong);
        var containerSize = Delimited(envelopeSize);
        var pdu = new byte[Delimited(containerSize)];
        var to = new Cursor(pdu);
        to.Begin(Field1, containerSize);
        to.Begin(Field2, envelopeSize);
        to.Begin(Field1, recipientSize);
        to.Bytes(Field1, recipient);
        to.Begin(Field2, payloadSize);
        to.Bytes(Field1, body);
        to.Number(Field2Varint, (uint)serializerId);
        to.Bytes(Field3, manifest);
        to.Begin(Field4, senderSize);
        to.Bytes(Field1, sender);
        to.Fixed(Field5Fixed64, PduView.NoSequence);
        return UnsafeByteOperations.UnsafeWrap(pdu);
    }

    /// <summary>Writes the first PDU of a connection.</summary>
    /// <param name="origin">Address of its sender.</param>
    /// <param name="uid">Uid of its sender.</param>
    public static ByteString Associate(Address origin, ulong uid)
    {
        var system = Encoding.UTF8.GetBytes(origin.System);
        var host = Encoding.UTF8.GetBytes(origin.Host ?? "");
        var protocol = Encoding.UTF8.GetBytes(origin.Protocol);
        var port = (uint)(origin.Port ?? 0);
        var addressSize = Delimited(system.Length) + Delimited(host.Length) + 1 + VarintSize(port) + Delimited(protocol.Length);
        var handshakeSize = Delimited(addressSize) + 1 + sizeof(ulong);
        var instructionSize = 2 + Delimited(handshakeSize);
        var pdu = new byte[Delimited(instructionSize)];
        var to = new Cursor(pdu);
        to.Begin(Field2, instructionSize);
        to.Number(Field1Varint, 1);
        to.Begin(Field2, handshakeSize);
        to.Begin(Field1, addressSize);
        to.Bytes(Field1, system);
        to.Bytes(Field2, host);
        to.Number(Field3Varint, port);
        to.Bytes(Field4, protocol);
        to.Fixed(Field2Fixed64, uid);
        return UnsafeByteOperations.UnsafeWrap(pdu);
    }

    private static int Delimited(int length) => 1 + VarintSize((uint)length) + length;

    private static int VarintSize(uint value)
    {
        var size = 1;
        for (; value >= 0x80; value >>= 7)
            size++;
        return size;
    }

    private ref struct Cursor(Span<byte> target)
    {
        private Span<byte> _free = target;

        public void Begin(byte tag, int length) => Number(tag, (uint)length);

        public void Bytes(byte tag, ReadOnlySpan<byte> bytes)
        {
            Begin(tag, bytes.Length);
            Copy(bytes);
        }

        public void Bytes(byte tag, SplitPath path)
        {
            Begin(tag, path.Length);
            Copy(path.Address);
            Copy(path.Local);
        }

        public void Number(byte tag, uint value)
        {
            _free[0] = tag;
            var at = 1;
            for (; value >= 0x80; value >>= 7)
                _free[at++] = (byte)(value | 0x80);
            _free[at++] = (byte)value;
            _free = _free[at..];
        }

        public void Fixed(byte tag, ulong value)
        {
            _free[0] = tag;
            BinaryPrimitives.WriteUInt64LittleEndian(_free[1..], value);
            _free = _free[(1 + sizeof(ulong))..];
        }

        private void Copy(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_free);
            _free = _free[bytes.Length..];
        }
    }
}
