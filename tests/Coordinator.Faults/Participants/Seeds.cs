namespace Coordinator.Faults.Participants;

/// <summary>
/// Derives seeds from seeds. The result is the same in every process, unlike that of <see cref="HashCode" />.
/// </summary>
internal static class Seeds
{
    public static int Of(int seed, params ReadOnlySpan<int> parts)
    {
        foreach (var part in parts)
            seed = unchecked((seed * 31) + part + 17);
        return seed & int.MaxValue;
    }
}
