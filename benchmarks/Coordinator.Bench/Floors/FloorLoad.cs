using System.Diagnostics;
using System.Threading.Channels;
using Coordinator.Bench.Databases;
using Coordinator.Bench.Measuring;
using Coordinator.Bench.Pauses;

namespace Coordinator.Bench.Floors;

/// <summary>
/// Load that writes the rows of each transaction at once and waits for them once. Transactions that wait meanwhile form the
/// next batch. This is the least that a transaction can cost on the disk. The coordinator cannot reach it: it must make the
/// Prepare durable before it learns of the Commit.
/// </summary>
internal sealed class FloorLoad(IFloorStore store, int inFlight, Window window, SampleLog samples)
{
    private const int MaxBatch = 4_096;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly Channel<Waiting> _line = Channel.CreateUnbounded<Waiting>();
    private readonly LatencyHistogram _latency = new();
    private long _number = -1;
    private long _done;

    /// <summary>Measures the plainest writer with the rows that a stopped coordinator left in its journal.</summary>
    /// <param name="database">Database that holds the journal.</param>
    /// <param name="inFlight">Number of transactions under way at the same time.</param>
    /// <param name="length">Measured time.</param>
    /// <param name="directory">Directory of logs and samples.</param>
    /// <param name="ct">Cancels the measurement.</param>
    public static async Task<FloorFigures> MeasureAsync(
        IBenchDatabase database, int inFlight, TimeSpan length, string directory, CancellationToken ct)
    {
        var shape = await database.ShapeAsync(ct);
        await using var store = await database.OpenFloorAsync(shape, ct);
        await using var probe = await PauseProbe.StartAsync(directory, ct);
        var file = Path.Combine(directory, "samples-floor.bin");
        var window = Window.After(WarmUp, length);
        FloorFigures figures;
        using (var samples = new SampleLog(file))
            figures = await new FloorLoad(store, inFlight, window, samples).RunAsync(ct);
        var probed = await probe.FinishAsync(ct);
        return figures with
        {
            MedianWithoutStops = probed.MachineStops.Without(SampleLog.Read(file)).Percentile(0.5),
            Stops = StopFigures.Of(probed, window, TimeProvider.System),
            Rows = shape.Count,
            Bytes = shape.Sum(row => row.Bytes),
        };
    }

    private async Task<FloorFigures> RunAsync(CancellationToken ct)
    {
        var writing = Task.WhenAll(Enumerable.Range(0, store.Parallelism).Select(_ => WriteAsync(ct)));
        var working = Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => WorkAsync()));
        await await Task.WhenAny(writing, working);
        _line.Writer.Complete();
        await writing;
        return new FloorFigures(_done / window.Seconds, _latency.Percentile(0.5));
    }

    private async Task WorkAsync()
    {
        while (Stopwatch.GetTimestamp() is var start && start < window.Until)
        {
            var waiting = new Waiting(Interlocked.Increment(ref _number));
            _line.Writer.TryWrite(waiting);
            await waiting.Durable.Task;
            Note(start, Stopwatch.GetTimestamp());
        }
    }

    private void Note(long start, long end)
    {
        if (window.Has(start))
        {
            _latency.Record(Stopwatch.GetElapsedTime(start, end));
            samples.Add(new Sample(start, end));
        }

        if (window.Has(end))
            Interlocked.Increment(ref _done);
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        var batch = new List<Waiting>();
        while (await _line.Reader.WaitToReadAsync(ct))
        {
            while (batch.Count < MaxBatch && _line.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            if (batch.Count == 0)
                continue;
            await store.WriteAsync([.. batch.Select(waiting => waiting.Number)]);
            foreach (var waiting in batch)
                waiting.Durable.SetResult();
            batch.Clear();
        }
    }

    private sealed class Waiting(long number)
    {
        public long Number => number;

        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
