using System.Diagnostics;
using System.Text.Json.Serialization;
using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>Figures about the messages that one consumer process handled. Safe for concurrent use.</summary>
internal sealed class ConsumerFigures
{
    private long _handled;
    private long _handledInWindow;
    private long _duplicates;

    public LatencyHistogram EndToEnd { get; init; } = new();

    /// <summary>Gets the log of end-to-end latencies within the window; <c>null</c> when only the histogram is kept.</summary>
    [JsonIgnore]
    public SampleLog? Samples { get; init; }

    public long Handled { get => Interlocked.Read(ref _handled); init => _handled = value; }

    public long HandledInWindow { get => Interlocked.Read(ref _handledInWindow); init => _handledInWindow = value; }

    public long Duplicates { get => Interlocked.Read(ref _duplicates); init => _duplicates = value; }

    public void Count(Payload payload, bool isNew, Window window)
    {
        if (!isNew)
        {
            Interlocked.Increment(ref _duplicates);
            return;
        }

        var now = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _handled);
        if (window.Has(now))
            Interlocked.Increment(ref _handledInWindow);
        if (!window.Has(payload.Start))
            return;
        EndToEnd.Record(Stopwatch.GetElapsedTime(payload.Start, now));
        Samples?.Add(new Sample(payload.Start, now));
    }
}
