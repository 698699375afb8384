namespace Coordinator.Bench.Inside;

/// <summary>
/// Measures how long collections stopped this process. The runtime reports only the last collection of a kind between two
/// queries.
/// </summary>
internal sealed class CollectorPauses
{
    private static readonly GCKind[] Kinds = [GCKind.Ephemeral, GCKind.FullBlocking, GCKind.Background];

    private long _known;

    public TimeSpan LongestSinceAsked()
    {
        var longest = TimeSpan.Zero;
        var newest = _known;
        foreach (var collection in Kinds.Select(GC.GetGCMemoryInfo).Where(collection => collection.Index > _known))
        {
            newest = Math.Max(newest, collection.Index);
            foreach (var pause in collection.PauseDurations)
                longest = pause > longest ? pause : longest;
        }

        _known = newest;
        return longest;
    }
}
