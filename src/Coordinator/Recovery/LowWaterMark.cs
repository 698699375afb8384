namespace Coordinator.Recovery;

/// <summary>
/// The place in the journal below which only the transactions kept here are open, so that a pass need not read what is final.
/// </summary>
/// <remarks>
/// A writer takes its place in the journal before its row is visible, so a row may appear below others that were seen. A
/// place counts as settled once the longest write has had time to end since it was seen; the mark never passes it. Open
/// transactions below it (parked ones, say, for weeks) are kept by name, up to a limit; past the limit the mark stays behind.
/// </remarks>
internal sealed class LowWaterMark(int limit)
{
    private List<long> _kept = [];
    private List<long> _keepNext = [];
    private long _settled;
    private long _settledAtBegin;
    private long? _barrier;

    /// <summary>A pass reads from here.</summary>
    public long Place { get; private set; }

    /// <summary>The places of open transactions at or below <see cref="Place" />; a pass reads them again, one by one.</summary>
    public IReadOnlyList<long> Kept => _kept;

    /// <summary>Goes on from where an earlier sweep was.</summary>
    public void Resume(SweepMark mark)
    {
        Place = mark.Place;
        _kept = [.. mark.Kept];
        Settle(mark.Place);
    }

    /// <summary>Every write that took its place up to here is visible, or never will be.</summary>
    public void Settle(long ordering) => _settled = Math.Max(_settled, ordering);

    public void BeginPass()
    {
        _keepNext = [];
        _barrier = null;
        // What settles while the pass runs may have become visible behind it.
        _settledAtBegin = _settled;
    }

    /// <summary>Told of every transaction that the pass finds open: those kept before, then the others in order.</summary>
    public void SawOpen(in OpenTransaction open)
    {
        if (open.Ordering > _settledAtBegin || _barrier is not null)
            return;
        if (_keepNext.Count < limit)
            _keepNext.Add(open.Ordering);
        else
            _barrier = open.Ordering - 1;
    }

    /// <summary>The pass read everything: the mark moves.</summary>
    public void EndPass()
    {
        _kept = _keepNext;
        Place = Math.Max(Place, _barrier ?? _settledAtBegin);
    }
}
