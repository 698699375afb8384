namespace Coordinator.Recovery;

/// <summary>The stretches that were read, in the journal's order; they do not overlap.</summary>
internal sealed class ReadRanges
{
    private readonly List<ReadRange> _ranges = [];

    /// <summary>What was read takes the place of whatever was known of that part.</summary>
    public void Put(ReadRange read)
    {
        _ranges.RemoveAll(known => known.UpTo > read.After && known.After < read.UpTo);
        var at = _ranges.FindIndex(known => known.After >= read.UpTo);
        _ranges.Insert(at < 0 ? _ranges.Count : at, read);
    }

    /// <summary>Nothing below is read again.</summary>
    public void ForgetBelow(long place) => _ranges.RemoveAll(known => known.After < place);

    /// <summary>
    /// The stretches that follow each other from a place up to another: at most <paramref name="most" />, and with no more open
    /// ones than <paramref name="mostOpen" />, unless the first alone has more.
    /// </summary>
    public IReadOnlyList<ReadRange> From(long after, long upTo, int most, int mostOpen)
    {
        var run = new List<ReadRange>();
        var open = 0;
        for (var at = _ranges.FindIndex(known => known.After == after); at >= 0 && at < _ranges.Count && run.Count < most; at++)
        {
            var next = _ranges[at];
            open += next.Open.Count;
            if (next.After != after || next.UpTo > upTo || (run.Count > 0 && open > mostOpen))
                break;
            run.Add(next);
            after = next.UpTo;
        }

        return run;
    }

    /// <summary>Where the next one begins behind a place, if one does.</summary>
    public long? NextAfter(long place)
    {
        var at = _ranges.FindIndex(known => known.After > place);
        return at < 0 ? null : _ranges[at].After;
    }

    /// <summary>They are not what they were.</summary>
    public void Forget(IReadOnlyList<ReadRange> run) => _ranges.RemoveAll(run.Contains);
}
