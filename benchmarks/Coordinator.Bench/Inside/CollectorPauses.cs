namespace Coordinator.Bench.Inside;

/// <summary>How long collections stopped this process. Of several of a kind between two questions the runtime tells of the last alone.</summary>
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
