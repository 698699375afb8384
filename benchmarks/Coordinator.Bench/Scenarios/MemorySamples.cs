using System.Diagnostics;
using Coordinator.Bench.Processes;

namespace Coordinator.Bench.Scenarios;

/// <summary>Samples of a process's memory, one each second.</summary>
internal sealed class MemorySamples(int process)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly List<(long At, long Bytes)> _samples = [];

    public async Task SampleAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            _samples.Add((Stopwatch.GetTimestamp(), ProcessUsage.Memory(process)));
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
