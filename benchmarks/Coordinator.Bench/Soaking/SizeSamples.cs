using System.Diagnostics;
using Coordinator.Bench.Databases;

namespace Coordinator.Bench.Soaking;

/// <summary>Samples of the size of databases, far enough apart that counting their rows is no load.</summary>
/// <param name="sizeAsync">Measures the databases.</param>
internal sealed class SizeSamples(Func<CancellationToken, Task<DatabaseSize>> sizeAsync)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly List<(long At, DatabaseSize Size)> _samples = [];

    public async Task SampleAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                _samples.Add((Stopwatch.GetTimestamp(), await sizeAsync(ct)));
                await Task.Delay(Interval, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The measured time is over.
        }
    }

    /// <summary>Returns the largest sizes between two times.</summary>
    public DatabaseSize Between(long from, long until)
    {
        var within = _samples.Where(sample => sample.At >= from && sample.At < until).Select(sample => sample.Size).ToList();
        return within.Count == 0 ? new DatabaseSize(0, 0) : new DatabaseSize(within.Max(size => size.Rows), within.Max(size => size.Bytes));
    }
}
