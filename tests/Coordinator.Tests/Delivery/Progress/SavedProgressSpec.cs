using Coordinator.Delivery.Filters;
using Coordinator.Delivery.Progress;

namespace Coordinator.Tests.Delivery.Progress;

public sealed class SavedProgressSpec
{
    private readonly SavedProgress _saved = new();

    [Fact]
    public void Nothing_saved_is_no_progress() => Assert.Null(_saved.Current());

    [Fact]
    public void Changes_follow_a_whole_save()
    {
        _saved.Start(new ProgressSnapshot(10, [Pending(3), Pending(7)], Tag: 1));
        _saved.Apply(new ProgressChanges(2, After: 1, Cursor: 12, [Pending(7, failures: 2), Pending(12)], [3]));
        _saved.Apply(new ProgressChanges(3, After: 2, Cursor: 13, [], [7]));

        var current = _saved.Current()!;
        Assert.Equal((13, 3UL, 11), (current.Cursor, current.Tag, current.Prefix));
        Assert.Equal([Pending(12)], current.Pending);
    }

    [Fact]
    public void Change_after_another_save_is_not_applied_and_neither_is_what_follows()
    {
        _saved.Start(new ProgressSnapshot(10, [Pending(3)], Tag: 1));
        _saved.Apply(new ProgressChanges(2, After: 9, Cursor: 20, [], [3]));
        _saved.Apply(new ProgressChanges(3, After: 1, Cursor: 11, [], [3]));

        var current = _saved.Current()!;
        Assert.Equal((10, 1UL), (current.Cursor, current.Tag));
        Assert.Equal([Pending(3)], current.Pending);
    }

    [Fact]
    public void Filter_and_counts_that_have_not_changed_stay()
    {
        var (before, after) = (new GroupFilter([]), new GroupFilter([]));
        _saved.Start(new ProgressSnapshot(10, [], Tag: 1, Filter: before, Skipped: [new SkippedTag("a", 1), new SkippedTag("b", 1)]));
        _saved.Apply(new ProgressChanges(2, After: 1, Cursor: 12, [], [], Skipped: [new SkippedTag("b", 5)]));
        Assert.Same(before, _saved.Current()!.Filter);
        Assert.Equal([new SkippedTag("a", 1), new SkippedTag("b", 5)], _saved.Current()!.Skipped);
        _saved.Apply(new ProgressChanges(3, After: 2, Cursor: 12, [], [], Filter: after));
        Assert.Same(after, _saved.Current()!.Filter);
    }

    [Fact]
    public void Changes_without_a_whole_save_are_no_progress()
    {
        _saved.Apply(new ProgressChanges(2, After: 0, Cursor: 20, [], []));
        Assert.Null(_saved.Current());
    }

    private static PendingOffset Pending(long offset, int failures = 0) =>
        new(offset, failures, failures, DateTimeOffset.UnixEpoch, Reason: null, DeadLettering: false, Key: 5);
}
