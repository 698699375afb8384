using System.Diagnostics;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Soaking;

/// <summary>Samples of the memory of some processes together, one each second.</summary>
/// <param name="processes">Returns the processes, which may be others after a restart.</param>
internal sealed class MemorySamples(Func<IEnumerable<int>> processes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly List<(long At, long Bytes)> _samples = [];

    public async Task SampleAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            long[] each = [.. processes().Select(ProcessUsage.Memory)];
            // While one of them is being restarted, the sum would be too low.
            if (Array.TrueForAll(each, bytes => bytes > 0))
                _samples.Add((Stopwatch.GetTimestamp(), each.Sum()));
            await Task.Delay(Interval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Computes the median between two times, in which single collections do not show.</summary>
    public long Between(long from, long until)
    {
        var within = _samples.Where(sample => sample.At >= from && sample.At < until);
        var values = within.Select(sample => sample.Bytes).Order().ToArray();
        return values.Length == 0 ? 0 : values[values.Length / 2];
    }
}
