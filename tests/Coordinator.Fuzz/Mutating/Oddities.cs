using System.Globalization;
using System.Text;

namespace Coordinator.Fuzz.Mutating;

/// <summary>Values at which programs fail: ends of ranges, and texts that are not expected.</summary>
internal static class Oddities
{
    /// <summary>Numbers at the ends of the types and limits of the protocol.</summary>
    public static IReadOnlyList<ulong> Numbers { get; } =
    [
        0, 1, 2, 3, 15, 64, 127, 128, 255, 256, 4_095, 4_096, 4_097, 65_535, 65_536, 65_537,
        int.MaxValue, 1UL + int.MaxValue, uint.MaxValue, 1UL + uint.MaxValue,
        long.MaxValue, 1UL + long.MaxValue, ulong.MaxValue, ulong.MaxValue - 1,
        Signed(int.MinValue), Signed(-62_135_596_800_001), 253_402_300_800_000, 922_337_203_685_477, 922_337_203_685_478,
    ];

    /// <summary>Lengths that a prefix may announce.</summary>
    public static IReadOnlyList<int> Lengths { get; } =
    [
        0, -1, 1, 2, 3, int.MaxValue, int.MinValue, 65_536, 65_537, 4 * 1024 * 1024, (5 * 1024 * 1024) + (16 * 1024) + 1, 0x03010116, 0x20544547,
    ];

    public static IReadOnlyList<byte[]> Texts { get; } =
    [
        [], [0], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        .. Utf8(
            " ", "\r\nfail: forged", "\u001b[2J\u001b]0;x\u0007", "\u202etxt.exe", "😀😀😀", "%00%n%s%x", "${jndi:ldap://127.0.0.1/x}",
            "' OR 1=1 --", "../../etc/passwd", "*", "fuzz.*", "a/b", "a#1", "akka.tcp://x@127.0.0.1:1/user/x", "NaN", "null", "innocent",
            "innocents", "fuzz", "fuzz.a", new string('a', 128), new string('a', 129), new string('a', 257), new string('ü', 1_025),
            new string('x', 70_000)),
    ];

    public static ulong Signed(long value) => unchecked((ulong)value);

    /// <summary>Returns a number: an odd one, a small one, or any.</summary>
    public static ulong Number(FuzzRandom random) => random.Below(3) switch
    {
        0 => random.Pick(Numbers),
        1 => (ulong)random.Below(20),
        _ => random.Next() >> random.Below(64),
    };

    /// <summary>Returns a name that the protocol accepts.</summary>
    public static string Name(FuzzRandom random, string beginning, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{beginning}{random.Below(count)}");

    private static IEnumerable<byte[]> Utf8(params IEnumerable<string> texts) => texts.Select(Encoding.UTF8.GetBytes);
}
