using System.Buffers.Binary;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Transactions;

/// <summary>Hash of a prepare, see <see cref="MessageDigest" />. The queue of a message does not count, because the coordinator chooses it.</summary>
internal readonly record struct TransactionDigest(UInt128 High, UInt128 Low)
{
    public static TransactionDigest Of(ProducerGroup group, IReadOnlyList<RoutedMessage> messages) =>
        FromBytes(MessageDigest.Of(group, messages, routed => routed.Message));

    public static TransactionDigest FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == MessageDigest.Size
        ? new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]))
        : throw new ArgumentException($"A digest must have {MessageDigest.Size} bytes, but has {bytes.Length}.", nameof(bytes));

    public byte[] ToBytes()
    {
        var bytes = new byte[MessageDigest.Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }
}
