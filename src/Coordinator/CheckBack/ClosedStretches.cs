namespace Coordinator.CheckBack;

/// <summary>
/// Stretches of the journal in which everything that was prepared has ended, with the number of prepares that were seen there.
/// What has ended stays so: as long as there are no more prepares than then, nothing in it need be looked at again.
/// </summary>
/// <remarks>
/// The sweep goes over the same places again and again until no slow writer can show up there any more. To count costs a
/// fiftieth of looking at each. Only a deletion together with a slow writer would go unnoticed, and nothing is deleted.
/// </remarks>
internal sealed class ClosedStretches
{
    private readonly List<Stretch> _stretches = [];

    /// <summary>Everything prepared in <c>(after, upTo]</c> has ended.</summary>
    public void Add(long after, long upTo, int prepares)
    {
        var at = _stretches.FindIndex(known => known.UpTo > after);
        if (at < 0)
            at = _stretches.Count;
        var overlapping = _stretches.Skip(at).TakeWhile(known => known.After < upTo).Count();
        _stretches.RemoveRange(at, overlapping);
        _stretches.Insert(at, new Stretch(after, upTo, prepares));
    }

    /// <summary>Nothing below is read again.</summary>
    public void ForgetBelow(long place) => _stretches.RemoveAll(known => known.After < place);

    /// <summary>The stretches that follow each other from here, as one; <c>null</c> when none begins here.</summary>
    public Stretch? From(long after)
    {
        Stretch? joined = null;
        foreach (var next in _stretches.SkipWhile(known => known.After < after).TakeWhile(known => known.After == (joined?.UpTo ?? after)))
            joined = joined is { } before ? before with { UpTo = next.UpTo, Prepares = before.Prepares + next.Prepares } : next;
        return joined;
    }

    /// <summary>Where the next one begins behind a place, so that reading stops there; <c>null</c> when none does.</summary>
    public long? NextAfter(long place) =>
        _stretches.Where(known => known.After > place).Select(known => (long?)known.After).FirstOrDefault();

    /// <summary>It is not what it was.</summary>
    public void Remove(Stretch stretch) => _stretches.RemoveAll(known => known.After >= stretch.After && known.UpTo <= stretch.UpTo);

    /// <param name="After">Its first place is behind this one.</param>
    /// <param name="UpTo">Its last place.</param>
    /// <param name="Prepares">How many were seen.</param>
    internal readonly record struct Stretch(long After, long UpTo, int Prepares);
}
