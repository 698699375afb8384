namespace Coordinator.Fuzz.Mutating;

/// <summary>
/// Random numbers of one iteration. The same seed and iteration give the same numbers on every machine and in every release of .NET,
/// which <see cref="Random" /> does not promise.
/// </summary>
/// <remarks>SplitMix64: https://prng.di.unimi.it/splitmix64.c.</remarks>
internal sealed class FuzzRandom(ulong state)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = state;

    /// <summary>Returns the numbers of an iteration.</summary>
    public static FuzzRandom Of(int seed, long iteration) =>
        new(new FuzzRandom((uint)seed).Next() ^ new FuzzRandom((ulong)iteration).Next());

    public ulong Next()
    {
        var mixed = _state += Step;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Returns a number from zero to the one below the limit.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Returns a number of the range, whose ends are included.</summary>
    public int Between(int min, int max) => min + Below(max - min + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var index = 0; index < count; index++)
            bytes[index] = (byte)Next();
        return bytes;
    }
}
