using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Coordinator.Delivery.Filters;

/// <summary>Counts the messages that a group skipped because no member asked for them, by tag.</summary>
internal sealed class SkippedTags
{
    /// <summary>Most tags that are counted by themselves.</summary>
    public const int Most = 100;

    /// <summary>Name that counts messages without a tag.</summary>
    public const string NoTag = "(none)";

    /// <summary>Name that counts messages of tags beyond <see cref="Most" />, or whose tag is not known any more.</summary>
    public const string Others = "(others)";

    private readonly Dictionary<string, long> _counts = [];
    private readonly HashSet<string> _changed = [];

    public SkippedTags(IEnumerable<SkippedTag> saved)
    {
        foreach (var skipped in saved)
            _counts[skipped.Tag] = skipped.Count;
    }

    /// <summary>Counts of all tags, the largest first.</summary>
    public IReadOnlyList<SkippedTag> All =>
        [.. _counts.Select(count => new SkippedTag(count.Key, count.Value)).OrderByDescending(count => count.Count).ThenBy(count => count.Tag, StringComparer.Ordinal)];

    public void Add(string? tag)
    {
        var name = tag ?? NoTag;
        if (Unsafe.IsNullRef(ref CollectionsMarshal.GetValueRefOrNullRef(_counts, name)) && _counts.Count >= Most)
            name = Others;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _)++;
        _changed.Add(name);
    }

    /// <summary>Takes the counts that have changed since the last call, by tag.</summary>
    public IReadOnlyList<SkippedTag> TakeChanged()
    {
        if (_changed.Count == 0)
            return [];
        SkippedTag[] changed = [.. _changed.Order(StringComparer.Ordinal).Select(tag => new SkippedTag(tag, _counts[tag]))];
        _changed.Clear();
        return changed;
    }
}
