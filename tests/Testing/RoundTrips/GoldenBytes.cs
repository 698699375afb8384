using Xunit;

namespace Coordinator.Testing.RoundTrips;

/// <summary>Compares bytes with those that a test holds as a literal.</summary>
public static class GoldenBytes
{
    /// <summary>Fails with all of the actual bytes, so that those of a new sample can be copied.</summary>
    /// <param name="golden">Expected bytes as lower case hex digits.</param>
    /// <param name="actual">Bytes of this build.</param>
    public static void AssertEqual(string golden, ReadOnlySpan<byte> actual)
    {
        var hex = Convert.ToHexStringLower(actual);
        Assert.True(golden == hex, $"The bytes must be {golden}, but are {hex}");
    }
}
