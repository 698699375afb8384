using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;

namespace Coordinator.Transactions;

/// <summary>SHA-256 hash of a prepare. It tells a repeated prepare from another transaction with the same id.</summary>
/// <remarks>
/// The hash covers the group and the messages in their order. Every field is preceded by its length, so no two contents have the
/// same bytes. Properties are sorted by name. The queue of a message does not count, because the coordinator chooses it.
/// </remarks>
internal readonly record struct TransactionDigest(UInt128 High, UInt128 Low)
{
    public const int Size = 32;

    private const int LengthOfNull = -1;

    public static TransactionDigest Of(ProducerGroup group, IReadOnlyList<RoutedMessage> messages)
    {
        var content = new ArrayBufferWriter<byte>(256);
        Write(content, group.Value);
        Write(content, messages.Count);
        for (var i = 0; i < messages.Count; i++)
            Write(content, messages[i].Message);
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content.WrittenSpan, hash);
        return FromBytes(hash);
    }

    public static TransactionDigest FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]))
        : throw new ArgumentException($"A digest must have {Size} bytes, but has {bytes.Length}.", nameof(bytes));

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }

    private static void Write(ArrayBufferWriter<byte> content, Message message)
    {
        Write(content, message.Topic.Value);
        Write(content, message.Key);
        Write(content, message.OrderingKey);
        Write(content, message.Tag);
        Write(content, (int)(message.Delay.Ticks >> 32));
        Write(content, (int)message.Delay.Ticks);
        Write(content, message.Body.Length);
        content.Write(message.Body.Span);
        Write(content, message.Properties.Count);
        if (message.Properties.Count == 0)
            return;
        foreach (var (name, value) in message.Properties.OrderBy(property => property.Key, StringComparer.Ordinal))
        {
            Write(content, name);
            Write(content, value);
        }
    }

    private static void Write(ArrayBufferWriter<byte> content, int number)
    {
        BinaryPrimitives.WriteInt32BigEndian(content.GetSpan(sizeof(int)), number);
        content.Advance(sizeof(int));
    }

    private static void Write(ArrayBufferWriter<byte> content, string? text)
    {
        if (text is null)
        {
            Write(content, LengthOfNull);
            return;
        }

        Write(content, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, content);
    }
}
