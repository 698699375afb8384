using Coordinator.Delivery.Filters;

namespace Coordinator.Delivery.Progress;

/// <summary>Puts saved progress together: the latest whole save, and the changes that were saved after it.</summary>
internal sealed class SavedProgress
{
    private readonly SortedDictionary<long, PendingOffset> _pending = [];
    private ProgressSnapshot? _whole;
    private long _cursor;
    private ReplayMark? _replayed;
    private readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    private GroupFilter? _filter;
    private long _missed;
    private bool _isBroken;

    /// <summary>Tag of the latest save that counts.</summary>
    public ulong Tag { get; private set; }

    public void Start(ProgressSnapshot whole)
    {
        (_whole, _cursor, _replayed, Tag, _isBroken) = (whole, whole.Cursor, whole.Replayed, whole.Tag, false);
        (_filter, _missed) = (whole.Filter, whole.Missed);
        _skipped.Clear();
        Apply(whole.Skipped);
        _pending.Clear();
        foreach (var pending in whole.Pending)
            _pending.Add(pending.Offset, pending);
    }

    /// <summary>
    /// Applies a change. One that follows another save is not applied, and no later one is: another copy of the group wrote it. Then
    /// messages come again, and none is lost.
    /// </summary>
    public void Apply(ProgressChanges changes)
    {
        if (_isBroken || _whole is null || changes.After != Tag)
        {
            _isBroken = true;
            return;
        }

        (_cursor, _replayed, Tag) = (changes.Cursor, changes.Replayed, changes.Tag);
        (_filter, _missed) = (changes.Filter ?? _filter, changes.Missed);
        Apply(changes.Skipped);
        foreach (var offset in changes.Settled)
            _pending.Remove(offset);
        foreach (var pending in changes.Pending)
            _pending[pending.Offset] = pending;
    }

    /// <summary>Returns the progress; <c>null</c> when none was saved.</summary>
    public ProgressSnapshot? Current() => _whole is null ? null : new ProgressSnapshot(
        _cursor,
        [.. _pending.Values],
        _whole.Rewound,
        _replayed,
        Tag,
        _filter,
        _skipped.Count == 0 ? null : [.. _skipped.Select(skipped => new SkippedTag(skipped.Key, skipped.Value))],
        _missed);

    private void Apply(IReadOnlyList<SkippedTag>? skipped)
    {
        foreach (var tag in skipped ?? [])
            _skipped[tag.Tag] = tag.Count;
    }
}
