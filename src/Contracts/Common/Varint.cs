namespace Coordinator.Contracts.Common;

/// <summary>Numbers of variable length in the encoding of protobuf.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/#varints.</remarks>
internal static class Varint
{
    private const int MaxLength = 10;

    /// <summary>Reads a number from the beginning of the bytes, and moves the beginning behind it. False: there is none.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var index = 0; index < Math.Min(bytes.Length, MaxLength); index++)
        {
            value |= (ulong)(bytes[index] & 0x7F) << (7 * index);
            if (bytes[index] >= 0x80)
                continue;
            bytes = bytes[(index + 1)..];
            return true;
        }

        return false;
    }
}
