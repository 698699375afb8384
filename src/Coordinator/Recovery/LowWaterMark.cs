namespace Coordinator.Recovery;

/// <summary>Position in the journal below which only the transactions kept here are open. A pass does not read below it.</summary>
/// <remarks>
/// A write takes its ordering before its row is visible, so a row may appear below rows that were read. An ordering counts as
/// settled once the longest write has had time to end. The mark never passes the last settled ordering. Open transactions below the mark,
/// such as parked ones, are kept by ordering, up to a limit. At the limit, the mark stays behind.
/// </remarks>
internal sealed class LowWaterMark(int limit)
{
    private List<long> _kept = [];
    private List<long> _keepNext = [];
    private long _settled;
    private long _settledAtBegin;
    private long? _barrier;

    /// <summary>Ordering from which a pass reads.</summary>
    public long Place { get; private set; }

    /// <summary>Orderings of the open transactions at or below <see cref="Place" />. A pass reads each of them again.</summary>
    public IReadOnlyList<long> Kept => _kept;

    /// <summary>Continues from the mark of an earlier sweep.</summary>
    public void Resume(SweepMark mark)
    {
        Place = mark.Place;
        _kept = [.. mark.Kept];
        Settle(mark.Place);
    }

    /// <summary>Records that every write up to this ordering is visible, or never will be.</summary>
    public void Settle(long ordering) => _settled = Math.Max(_settled, ordering);

    public void BeginPass()
    {
        _keepNext = [];
        _barrier = null;
        // An ordering that settles during the pass may have become visible behind it.
        _settledAtBegin = _settled;
    }

    /// <summary>Records an open transaction of the pass. Kept transactions come first, then the others in order.</summary>
    public void SawOpen(in OpenTransaction open)
    {
        if (open.Ordering > _settledAtBegin || _barrier is not null)
            return;
        if (_keepNext.Count < limit)
            _keepNext.Add(open.Ordering);
        else
            _barrier = open.Ordering - 1;
    }

    /// <summary>Moves the mark after a complete pass.</summary>
    public void EndPass()
    {
        _kept = _keepNext;
        Place = Math.Max(Place, _barrier ?? _settledAtBegin);
    }
}
