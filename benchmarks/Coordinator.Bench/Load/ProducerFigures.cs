using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>Figures that a producer counts. Safe for concurrent use.</summary>
internal sealed class ProducerFigures
{
    private long _done;
    private long _committedInWindow;
    private long _doneInWindow;
    private long _failed;

    public LatencyHistogram Prepare { get; init; } = new();

    public LatencyHistogram Commit { get; init; } = new();

    /// <summary>Gets the number of transactions since the beginning that ended without a failure.</summary>
    public long Done { get => Interlocked.Read(ref _done); init => _done = value; }

    /// <summary>Gets the number of transactions whose commit was acknowledged within the window.</summary>
    public long CommittedInWindow { get => Interlocked.Read(ref _committedInWindow); init => _committedInWindow = value; }

    public long DoneInWindow { get => Interlocked.Read(ref _doneInWindow); init => _doneInWindow = value; }

    public long Failed { get => Interlocked.Read(ref _failed); init => _failed = value; }

    public string? LastFailure { get; set; }

    public void Count(Fate fate, bool inWindow)
    {
        Interlocked.Increment(ref _done);
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
