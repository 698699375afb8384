namespace Coordinator.Recovery;

/// <summary>Ranges of the journal that were read, in order. They do not overlap.</summary>
internal sealed class ReadRanges
{
    private readonly List<ReadRange> _ranges = [];

    /// <summary>Adds a range, and removes those that it overlaps.</summary>
    public void Put(ReadRange read)
    {
        _ranges.RemoveAll(known => known.UpTo > read.After && known.After < read.UpTo);
        var at = _ranges.FindIndex(known => known.After >= read.UpTo);
        _ranges.Insert(at < 0 ? _ranges.Count : at, read);
    }

    /// <summary>Removes the ranges below an ordering, because they are not read again.</summary>
    public void ForgetBelow(long place) => _ranges.RemoveAll(known => known.After < place);

    /// <summary>
    /// Returns the adjacent ranges between two orderings: at most <paramref name="most" />. Together they have at most <paramref
    /// name="mostOpen" /> open transactions, unless the first range alone has more.
    /// </summary>
    public IReadOnlyList<ReadRange> From(long after, long upTo, int most, int mostOpen)
    {
        var ranges = new List<ReadRange>();
        var open = 0;
        for (var at = _ranges.FindIndex(known => known.After == after); at >= 0 && at < _ranges.Count && ranges.Count < most; at++)
        {
            var next = _ranges[at];
            open += next.Open.Count;
            if (next.After != after || next.UpTo > upTo || (ranges.Count > 0 && open > mostOpen))
                break;
            ranges.Add(next);
            after = next.UpTo;
        }

        return ranges;
    }

    /// <summary>Start of the next range after an ordering, if there is one.</summary>
    public long? NextAfter(long place)
    {
        var at = _ranges.FindIndex(known => known.After > place);
        return at < 0 ? null : _ranges[at].After;
    }

    /// <summary>Removes ranges that have changed.</summary>
    public void Forget(IReadOnlyList<ReadRange> ranges) => _ranges.RemoveAll(ranges.Contains);
}
