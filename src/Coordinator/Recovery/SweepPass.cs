using Coordinator.Contracts;

namespace Coordinator.Recovery;

/// <summary>One pass of the sweep over the journal: where it is, and what it found.</summary>
/// <param name="number">Counted from 1 since the start.</param>
/// <param name="everyone">Wakes every open transaction, not only those whose turn it is.</param>
/// <param name="returned">The groups on whose return it was started.</param>
/// <param name="from">The low-water mark.</param>
/// <param name="settledAt">When the last settled place was seen, if there is one.</param>
internal sealed class SweepPass(
    long number, bool everyone, IReadOnlyList<ProducerGroup> returned, long from, DateTimeOffset? settledAt)
{
    public long Number => number;

    public bool Everyone => everyone;

    public IReadOnlyList<ProducerGroup> Returned => returned;

    /// <summary>What is prepared after this is left to the next pass, so that a pass ends.</summary>
    public long UpTo { get; set; }

    /// <summary>How many of the kept transactions were read again.</summary>
    public int KeptRead { get; set; }

    /// <summary>Where to read on; <c>null</c> at the end.</summary>
    public long? Cursor { get; set; } = from;

    public long Open { get; private set; }

    public long Woken { get; set; }

    private DateTimeOffset? Oldest { get; set; }

    /// <summary>Nothing prepared before this is open: nothing older was found, and nothing older can still appear.</summary>
    public DateTimeOffset? FinalBefore(TimeSpan overlap) =>
        settledAt - overlap is not { } settled ? null
        : Oldest < settled ? Oldest
        : settled;

    public void Saw(in OpenTransaction open)
    {
        Open++;
        if (Oldest is not { } oldest || open.PreparedAt < oldest)
            Oldest = open.PreparedAt;
    }
}
