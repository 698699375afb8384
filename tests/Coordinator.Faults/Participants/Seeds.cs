namespace Coordinator.Faults.Participants;

/// <summary>A seed of a seed, the same in every process: <see cref="HashCode" /> is not.</summary>
internal static class Seeds
{
    public static int Of(int seed, params ReadOnlySpan<int> parts)
    {
        foreach (var part in parts)
            seed = unchecked((seed * 31) + part + 17);
        return seed & int.MaxValue;
    }
}
