namespace Coordinator.Delivery.Filters;

/// <summary>
/// Sets of tags that the members of a group have asked for. One that no member asks for any more is kept for a while. So nothing is skipped
/// between the end of a process and the start of the next.
/// </summary>
/// <param name="timeOfDay">Clock for operators.</param>
/// <param name="elapsed">Time since any start, which only grows.</param>
/// <param name="keep">Time for which a set without a member is kept while the group has other members.</param>
internal sealed class FilterSets(Func<DateTimeOffset> timeOfDay, Func<TimeSpan> elapsed, TimeSpan keep)
{
    /// <summary>Most sets. A group whose members ask for more takes all messages.</summary>
    public const int MostSets = 64;

    /// <summary>Most tags of all sets. A group whose members ask for more takes all messages.</summary>
    public const int MostTags = 1_024;

    // Members are seen every few seconds. Not each of these times is worth a save.
    private static readonly TimeSpan SaveSeenAfter = TimeSpan.FromMinutes(5);

    private readonly Dictionary<TagSet, FilterSet> _sets = [];
    private TimeSpan _passed = elapsed();
    private TimeSpan _taken = elapsed();
    private bool _isChanged;
    private int _durable;

    /// <summary>Number of times that the filter became wider.</summary>
    public int Version { get; private set; }

    /// <summary>True when the progress is durable with all sets.</summary>
    public bool IsDurable => _durable == Version;

    /// <summary>Forgets all sets, and takes those that are durable.</summary>
    public void Load(GroupFilter saved)
    {
        _sets.Clear();
        foreach (var set in saved.Sets)
            _sets[set.Tags] = set;
        _durable = Version;
        _isChanged = false;
    }

    /// <summary>Records that the sets of a version, and those before, are durable.</summary>
    public void Saved(int version) => _durable = Math.Max(_durable, version);

    /// <summary>Counts the time since the last call, in which the group had these members.</summary>
    public void Pass(IEnumerable<TagSet> members)
    {
        var at = elapsed();
        var (passed, now) = (at - _passed, timeOfDay());
        _passed = at;
        var present = members.Select(Kept).ToHashSet();
        // Time without any member is nobody's absence: the members of a group may come back one by one.
        if (present.Count == 0)
            return;
        foreach (var set in _sets.Values.ToList())
            _sets[set.Tags] = present.Contains(set.Tags) ? new FilterSet(set.Tags, now, TimeSpan.Zero) : set with { Absent = set.Absent + passed };
        _isChanged |= at - _taken >= SaveSeenAfter;
    }

    /// <summary>Adds the set of a member.</summary>
    public void See(TagSet tags)
    {
        var kept = Kept(tags);
        // A set that comes back must be durable like a new one. Else a restart would go on with its absence.
        var isPresent = _sets.TryGetValue(kept, out var known) && known.Absent == TimeSpan.Zero
            // Whoever looks for groups without consumers reads what is durable.
            && timeOfDay() - known.SeenAt < SaveSeenAfter;
        _sets[kept] = new FilterSet(kept, timeOfDay(), TimeSpan.Zero);
        if (isPresent)
            return;
        Version++;
        _isChanged = true;
    }

    /// <summary>Removes the sets whose time is over, and returns them.</summary>
    public IReadOnlyList<TagSet> Expire()
    {
        TagSet[] over = [.. _sets.Values.Where(set => set.Absent > keep).Select(set => set.Tags)];
        foreach (var tags in over)
            _sets.Remove(tags);
        _isChanged |= over.Length > 0;
        return over;
    }

    /// <summary>Takes the filter, if it is worth a save.</summary>
    public GroupFilter? TakeChange() => _isChanged ? Take() : null;

    public GroupFilter Take()
    {
        (_isChanged, _taken) = (false, elapsed());
        return new GroupFilter([.. _sets.Values.OrderBy(set => set.Tags.ToString(), StringComparer.Ordinal)]);
    }

    private TagSet Kept(TagSet tags) => _sets.ContainsKey(tags) || HasRoom(tags) ? tags : TagSet.All;

    private bool HasRoom(TagSet tags) =>
        _sets.Count < MostSets && _sets.Keys.Sum(set => set.Tags.Count) + tags.Tags.Count <= MostTags;
}
