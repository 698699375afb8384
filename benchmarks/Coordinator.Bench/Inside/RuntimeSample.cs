using System.Globalization;

namespace Coordinator.Bench.Inside;

/// <summary>
/// What the runtime of the coordinator's process had counted at a time of the machine's monotonic clock: bytes allocated, how long and
/// how often it was stopped by its collector, the longest stop since the sample before, bytes on the heap with the garbage.
/// </summary>
internal readonly record struct RuntimeSample(
    long At, long AllocatedBytes, TimeSpan Pause, TimeSpan LongestPause, long Collections, long HeapBytes)
{
    public string Text() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At} {AllocatedBytes} {Pause.Ticks} {LongestPause.Ticks} {Collections} {HeapBytes};");

    /// <summary>Null for a line that is being written.</summary>
    public static RuntimeSample? Parse(string line) =>
        line.EndsWith(';') && line[..^1].Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray()
            is [var at, var allocated, var pause, var longest, var collections, var heap]
            ? new RuntimeSample(at, allocated, TimeSpan.FromTicks(pause), TimeSpan.FromTicks(longest), collections, heap)
            : null;
}
