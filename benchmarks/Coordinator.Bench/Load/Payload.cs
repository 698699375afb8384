using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Coordinator.Bench.Load;

/// <summary>Content of a message: its producer, its number, and the intended start of its transaction.</summary>
internal readonly record struct Payload(int Producer, long Number, long Start)
{
    public const int MinSize = sizeof(int) + sizeof(long) + sizeof(long);

    // Random bytes, so that compression gains nothing.
    private static readonly byte[] Filling = RandomNumberGenerator.GetBytes(1 << 20);

    /// <summary>Builds the first bytes of a body, which identify its producer and number.</summary>
    public static byte[] Key(int producer, long number)
    {
        var key = new byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(key, producer);
        BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(4), number);
        return key;
    }

    public byte[] ToBody(int size)
    {
        var body = Filling.AsSpan((int)(Number * 31 % (Filling.Length - size)), size).ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(body, Producer);
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(4), Number);
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(12), Start);
        return body;
    }

    public static Payload Read(ReadOnlySpan<byte> body) => new(
        BinaryPrimitives.ReadInt32LittleEndian(body),
        BinaryPrimitives.ReadInt64LittleEndian(body[4..]),
        BinaryPrimitives.ReadInt64LittleEndian(body[12..]));
}
