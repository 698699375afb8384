using Coordinator.Contracts;

namespace Coordinator.Recovery;

/// <summary>One pass of the sweep over the journal, with its position and findings.</summary>
/// <param name="number">Number of the pass, counted from 1 since the start.</param>
/// <param name="wakesAll">Wakes every open transaction, not only those that are due in this pass.</param>
/// <param name="returned">Groups that have returned, and whose open transactions are all woken.</param>
/// <param name="from">The low-water mark.</param>
internal sealed class SweepPass(long number, bool wakesAll, IReadOnlyList<ProducerGroup> returned, long from)
{
    public long Number => number;

    public bool WakesAll => wakesAll;

    public IReadOnlyList<ProducerGroup> Returned => returned;

    /// <summary>Ordering at which the pass ends. Later prepares are left to the next pass.</summary>
    public long UpTo { get; set; }

    /// <summary>Number of kept transactions that were read again.</summary>
    public int KeptRead { get; set; }

    /// <summary>Ordering after which to read; <c>null</c> at the end.</summary>
    public long? Cursor { get; set; } = from;

    public long Open { get; private set; }

    /// <summary>Number of transactions that the pass has found to be woken.</summary>
    public long Woken { get; set; }

    public void Saw(in OpenTransaction open)
    {
        Open++;
    }
}
