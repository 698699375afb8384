using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Tests.Persistence.GroupCommit;

public sealed class GroupRunnerSpec
{
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(1);

    [Fact]
    public async Task Line_goes_on_after_a_group_that_threw()
    {
        var times = 0;
        await using var line = Line(10, ForEver, group =>
        {
            if (times++ == 0)
                throw new IOException("the first goes wrong");
            return Succeed(group);
        });
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());

        Assert.True(line.TryAdd(first));
        await Assert.ThrowsAsync<IOException>(() => first.Task);
        Assert.True(line.TryAdd(second));
        await second.Task;
    }

    [Fact]
    public async Task Line_that_closes_runs_what_is_in_it_first()
    {
        var gate = new TaskCompletionSource();
        var line = Line(1, ForEver, async group =>
        {
            await gate.Task;
            await Succeed(group);
        });
        TaskCompletionSource[] items = [new(), new(), new()];
        TaskCompletionSource[] unhurried = [new(), new(), new()];
        Assert.All(items, item => Assert.True(line.TryAdd(item)));
        Assert.All(unhurried, item => Assert.True(line.TryAddDeferrable(item)));

        var closing = line.DisposeAsync();
        Assert.False(line.TryAdd(new TaskCompletionSource()));
        Assert.False(line.TryAddDeferrable(new TaskCompletionSource()));
        gate.SetResult();
        await closing;

        Assert.All(items.Concat(unhurried), item => Assert.True(item.Task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task What_is_not_in_a_hurry_goes_with_the_next_group()
    {
        var groups = new List<int>();
        await using var line = Line(10, ForEver, group =>
        {
            groups.Add(group.Count);
            return Succeed(group);
        });
        TaskCompletionSource[] unhurried = [new(), new()];
        Assert.All(unhurried, item => Assert.True(line.TryAddDeferrable(item)));
        var item = new TaskCompletionSource();

        Assert.True(line.TryAdd(item));

        await Task.WhenAll([item.Task, .. unhurried.Select(waited => waited.Task)]);
        Assert.Equal([3], groups);
    }

    [Fact]
    public async Task What_is_not_in_a_hurry_goes_by_itself_when_nothing_else_comes()
    {
        await using var line = Line(2, TimeSpan.FromMilliseconds(1), Succeed);
        for (var round = 0; round < 100; round++)
        {
            // More than one group of them, and again after the alarm has rung.
            var items = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource()).ToList();
            Assert.All(items, item => Assert.True(line.TryAddDeferrable(item)));
            await Task.WhenAll(items.Select(item => item.Task)).WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private static GroupRunner<TaskCompletionSource> Line(
        int maxGroup, TimeSpan longestWait, Func<IReadOnlyList<TaskCompletionSource>, Task> run) =>
        new(maxGroup, 1, longestWait, run, (item, cause) => item.TrySetException(cause));

    private static Task Succeed(IReadOnlyList<TaskCompletionSource> group)
    {
        foreach (var item in group)
            item.SetResult();
        return Task.CompletedTask;
    }
}
