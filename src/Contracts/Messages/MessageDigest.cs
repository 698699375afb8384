using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Coordinator.Contracts.Messages;

/// <summary>SHA-256 hash of the messages of a transaction. It tells a repetition from another transaction with the same id or key.</summary>
/// <remarks>
/// The hash covers the group and the messages in their order. Every field is preceded by its length, so no two contents have the
/// same bytes. Properties are sorted by name. Those of the trace are left out: a repetition is the same message in another trace.
/// </remarks>
internal static class MessageDigest
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const int LengthOfNull = -1;

    public static byte[] Of(ProducerGroup group, IReadOnlyList<Message> messages) => Of(group, messages, message => message);

    public static byte[] Of<T>(ProducerGroup group, IReadOnlyList<T> messages, Func<T, Message> messageOf)
    {
        var content = new ArrayBufferWriter<byte>(256);
        Write(content, group.Value);
        Write(content, messages.Count);
        for (var i = 0; i < messages.Count; i++)
            Write(content, messageOf(messages[i]));
        return SHA256.HashData(content.WrittenSpan);
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
        if (message.Properties.Count == 0)
        {
            Write(content, 0);
            return;
        }

        var own = message.Properties.Where(property => !TraceProperties.Has(property.Key)).OrderBy(property => property.Key, StringComparer.Ordinal).ToList();
        Write(content, own.Count);
        foreach (var (name, value) in own)
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
