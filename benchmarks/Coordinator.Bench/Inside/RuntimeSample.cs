using System.Globalization;

namespace Coordinator.Bench.Inside;

/// <summary>
/// Counters of the coordinator's runtime at a time of the machine's monotonic clock. They hold the allocated bytes, the time
/// and the number of collector pauses, and the longest pause since the previous sample. The heap size includes garbage.
/// </summary>
internal readonly record struct RuntimeSample(
    long At, long AllocatedBytes, TimeSpan Pause, TimeSpan LongestPause, long Collections, long HeapBytes)
{
    public string Text() => string.Create(
        CultureInfo.InvariantCulture,
        $"{At} {AllocatedBytes} {Pause.Ticks} {LongestPause.Ticks} {Collections} {HeapBytes};");

    /// <summary>Reads a sample from a line; <c>null</c> when the line is still being written.</summary>
    public static RuntimeSample? Parse(string line) =>
        line.EndsWith(';') && line[..^1].Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray()
            is [var at, var allocated, var pause, var longest, var collections, var heap]
            ? new RuntimeSample(at, allocated, TimeSpan.FromTicks(pause), TimeSpan.FromTicks(longest), collections, heap)
            : null;
}
