using System.Buffers.Binary;

namespace Coordinator.Fuzz.Mutating;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal static class ByteMutator
{
    private const int MostChanges = 4;
    private const int LongestRange = 64;

    /// <summary>Returns a copy with one to four changes.</summary>
    public static byte[] Mutate(FuzzRandom random, byte[] bytes)
    {
        for (var left = random.Between(1, MostChanges); left > 0; left--)
            bytes = Change(random, bytes);
        return bytes;
    }

    private static byte[] Change(FuzzRandom random, byte[] bytes)
    {
        if (bytes.Length == 0)
            return random.Bytes(random.Between(1, LongestRange));
        var at = random.Below(bytes.Length);
        var until = Math.Min(bytes.Length, at + random.Between(1, LongestRange));
        return random.Below(9) switch
        {
            0 => With(bytes, at, (byte)(bytes[at] ^ (1 << random.Below(8)))),
            1 => With(bytes, at, (byte)random.Next()),
            2 => With(bytes, at, random.Pick<byte>([0, 1, 0x7F, 0x80, 0xFF])),
            3 => [.. bytes[..at], .. random.Bytes(random.Between(1, LongestRange)), .. bytes[at..]],
            4 => [.. bytes[..at], .. bytes[until..]],
            5 => [.. bytes[..until], .. bytes[at..]],
            6 => bytes[..at],
            7 => [.. bytes, .. random.Bytes(random.Between(1, LongestRange))],
            _ => WithNumber(random, bytes, at),
        };
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    /// <summary>Writes a number of four bytes over some bytes, as a length would be.</summary>
    private static byte[] WithNumber(FuzzRandom random, byte[] bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, random.Pick(Oddities.Lengths));
        byte[] changed = [.. bytes];
        number[..Math.Min(number.Length, bytes.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }
}
