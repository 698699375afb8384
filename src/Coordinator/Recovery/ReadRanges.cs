namespace Coordinator.Recovery;

/// <summary>The stretches that were read, in the journal's order; they do not overlap.</summary>
internal sealed class ReadStretches
{
    private readonly List<ReadStretch> _stretches = [];

    /// <summary>What was read takes the place of whatever was known of that part.</summary>
    public void Put(ReadStretch read)
    {
        _stretches.RemoveAll(known => known.UpTo > read.After && known.After < read.UpTo);
        var at = _stretches.FindIndex(known => known.After >= read.UpTo);
        _stretches.Insert(at < 0 ? _stretches.Count : at, read);
    }

    /// <summary>Nothing below is read again.</summary>
    public void ForgetBelow(long place) => _stretches.RemoveAll(known => known.After < place);

    /// <summary>
    /// The stretches that follow each other from a place up to another: at most <paramref name="most" />, and with no more open
    /// ones than <paramref name="mostOpen" />, unless the first alone has more.
    /// </summary>
    public IReadOnlyList<ReadStretch> From(long after, long upTo, int most, int mostOpen)
    {
        var run = new List<ReadStretch>();
        var open = 0;
        for (var at = _stretches.FindIndex(known => known.After == after); at >= 0 && at < _stretches.Count && run.Count < most; at++)
        {
            var next = _stretches[at];
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
        var at = _stretches.FindIndex(known => known.After > place);
        return at < 0 ? null : _stretches[at].After;
    }

    /// <summary>They are not what they were.</summary>
    public void Forget(IReadOnlyList<ReadStretch> run) => _stretches.RemoveAll(run.Contains);
}
