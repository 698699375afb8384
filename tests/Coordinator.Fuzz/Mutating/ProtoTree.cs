using System.Buffers.Binary;

namespace Coordinator.Fuzz.Mutating;

/// <summary>Reads and writes protobuf messages without their schema.</summary>
/// <remarks>The encoding: https://protobuf.dev/programming-guides/encoding/.</remarks>
internal static class ProtoTree
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int LengthDelimited = 2;
    public const int StartGroup = 3;
    public const int Fixed32 = 5;

    private const int MostDepth = 8;
    private const int LongestVarint = 10;

    /// <summary>Reads the fields of a message; <c>null</c> when the bytes are none.</summary>
    public static IReadOnlyList<ProtoField>? Read(ReadOnlySpan<byte> message) => Read(message, depth: 0);

    public static byte[] Write(IReadOnlyList<ProtoField> fields)
    {
        var bytes = new List<byte>();
        foreach (var field in fields)
            Write(field, bytes);
        return [.. bytes];
    }

    /// <summary>Appends a number in the encoding of protobuf.</summary>
    public static void WriteVarint(List<byte> to, ulong value, bool isOverlong = false)
    {
        for (var length = 1; value >= 0x80 || (isOverlong && length < LongestVarint); length++)
        {
            to.Add((byte)(value | 0x80));
            value >>= 7;
        }

        to.Add((byte)value);
    }

    private static List<ProtoField>? Read(ReadOnlySpan<byte> message, int depth)
    {
        var fields = new List<ProtoField>();
        while (!message.IsEmpty)
        {
            if (!TryReadVarint(ref message, out var tag) || ReadField(ref message, tag, depth) is not { } field)
                return null;
            fields.Add(field);
        }

        return fields;
    }

    private static ProtoField? ReadField(ref ReadOnlySpan<byte> message, ulong tag, int depth)
    {
        var field = new ProtoField((uint)(tag >> 3), (int)(tag & 7));
        switch (field.WireType)
        {
            case Varint when TryReadVarint(ref message, out var number):
                return field with { Value = number };
            case Fixed64 when BinaryPrimitives.TryReadUInt64LittleEndian(message, out var number):
                message = message[sizeof(ulong)..];
                return field with { Value = number };
            case Fixed32 when BinaryPrimitives.TryReadUInt32LittleEndian(message, out var number):
                message = message[sizeof(uint)..];
                return field with { Value = number };
            case LengthDelimited when TryReadVarint(ref message, out var length) && length <= (ulong)message.Length:
                var content = message[..(int)length];
                message = message[(int)length..];
                return field with { Bytes = content.ToArray(), Children = depth < MostDepth && length > 0 ? Read(content, depth + 1) : null };
            default:
                return null;
        }
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> message, out ulong value)
    {
        value = 0;
        for (var index = 0; index < Math.Min(message.Length, LongestVarint); index++)
        {
            value |= (ulong)(message[index] & 0x7F) << (7 * index);
            if (message[index] >= 0x80)
                continue;
            message = message[(index + 1)..];
            return true;
        }

        return false;
    }

    private static void Write(ProtoField field, List<byte> to)
    {
        WriteVarint(to, ((ulong)field.Number << 3) | (uint)field.WireType, field.IsOverlong);
        switch (field.WireType)
        {
            case Varint:
                WriteVarint(to, field.Value, field.IsOverlong);
                break;
            case Fixed64:
                to.AddRange(BitConverter.GetBytes(field.Value));
                break;
            case Fixed32:
                to.AddRange(BitConverter.GetBytes((uint)field.Value));
                break;
            case LengthDelimited:
                var content = field.Children is { } children ? Write(children) : field.Bytes;
                WriteVarint(to, field.ClaimedLength ?? (ulong)content.Length, field.IsOverlong);
                to.AddRange(content);
                break;
            default:
                // A group has no content of its own: its fields follow until its end.
                to.AddRange(field.Bytes);
                break;
        }
    }
}
