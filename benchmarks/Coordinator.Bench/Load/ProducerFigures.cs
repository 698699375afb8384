using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>What a producer counts. Safe for concurrent use.</summary>
internal sealed class ProducerFigures
{
    private long _done;
    private long _committedInWindow;
    private long _doneInWindow;
    private long _failed;
    private LatencyHistogram _recent = new();

    public LatencyHistogram Prepare { get; init; } = new();

    public LatencyHistogram Commit { get; init; } = new();

    /// <summary>Ended in any way but failure, since the beginning.</summary>
    public long Done { get => Interlocked.Read(ref _done); init => _done = value; }

    /// <summary>Whose commit was acknowledged within the window.</summary>
    public long CommittedInWindow { get => Interlocked.Read(ref _committedInWindow); init => _committedInWindow = value; }

    public long DoneInWindow { get => Interlocked.Read(ref _doneInWindow); init => _doneInWindow = value; }

    public long Failed { get => Interlocked.Read(ref _failed); init => _failed = value; }

    public string? LastFailure { get; set; }

    /// <summary>Whole transactions since it was last asked. One that ends at this very moment may be left out.</summary>
    public LatencyHistogram TakeRecent() => Interlocked.Exchange(ref _recent, new LatencyHistogram());

    public void Count(Fate fate, TimeSpan latency, bool inWindow)
    {
        Interlocked.Increment(ref _done);
        Volatile.Read(ref _recent).Record(latency);
        if (!inWindow)
            return;
        Interlocked.Increment(ref _doneInWindow);
        if (fate == Fate.Committed)
            Interlocked.Increment(ref _committedInWindow);
    }

    public void Fail(string why)
    {
        Interlocked.Increment(ref _failed);
        LastFailure = why;
    }
}
