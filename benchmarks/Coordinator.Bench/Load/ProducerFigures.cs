using Coordinator.Bench.Measuring;

namespace Coordinator.Bench.Load;

/// <summary>What a producer counts. Safe for concurrent use.</summary>
internal sealed class ProducerFigures
{
    private long _done;
    private long _committedInWindow;
    private long _doneInWindow;
    private long _failed;

    public LatencyHistogram Prepare { get; init; } = new();

    public LatencyHistogram Commit { get; init; } = new();

    /// <summary>Ended in any way but failure, since the beginning.</summary>
    public long Done { get => Interlocked.Read(ref _done); init => _done = value; }

    /// <summary>Whose commit was acknowledged within the window.</summary>
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
