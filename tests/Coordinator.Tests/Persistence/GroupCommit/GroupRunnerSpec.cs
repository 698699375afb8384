using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Tests.Persistence.GroupCommit;

public sealed class GroupRunnerSpec
{
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(1);

    [Fact]
    public async Task Line_goes_on_after_a_group_that_threw()
    {
        var times = 0;
        await using var runner = Runner(10, ForEver, group =>
        {
            if (times++ == 0)
                throw new IOException("the first goes wrong");
            return Succeed(group);
        });
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());

        Assert.True(runner.TryAdd(first));
        await Assert.ThrowsAsync<IOException>(() => first.Task);
        Assert.True(runner.TryAdd(second));
        await second.Task;
    }

    [Fact]
    public async Task Line_that_closes_runs_what_is_in_it_first()
    {
        var gate = new TaskCompletionSource();
        var runner = Runner(1, ForEver, async group =>
        {
            await gate.Task;
            await Succeed(group);
        });
        TaskCompletionSource[] items = [new(), new(), new()];
        TaskCompletionSource[] deferrable = [new(), new(), new()];
        Assert.All(items, item => Assert.True(runner.TryAdd(item)));
        Assert.All(deferrable, item => Assert.True(runner.TryAddDeferrable(item)));

        var closing = runner.DisposeAsync();
        Assert.False(runner.TryAdd(new TaskCompletionSource()));
        Assert.False(runner.TryAddDeferrable(new TaskCompletionSource()));
        gate.SetResult();
        await closing;

        Assert.All(items.Concat(deferrable), item => Assert.True(item.Task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Group_takes_no_further_item_when_it_has_enough_bytes()
    {
        var groups = new List<int>();
        var gate = new TaskCompletionSource();
        await using var runner = new GroupRunner<TaskCompletionSource>(
            maxGroup: 10,
            parallelism: 1,
            ForEver,
            async group =>
            {
                await gate.Task;
                groups.Add(group.Count);
                await Succeed(group);
            },
            (item, error) => item.TrySetException(error),
            maxBytes: 100,
            bytesOf: _ => 40);
        TaskCompletionSource[] items = [new(), new(), new(), new(), new()];
        TaskCompletionSource[] deferrable = [new(), new()];
        Assert.All(deferrable, item => Assert.True(runner.TryAddDeferrable(item)));
        Assert.All(items, item => Assert.True(runner.TryAdd(item)));

        gate.SetResult();

        await Task.WhenAll([.. items.Concat(deferrable).Select(item => item.Task)]).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.All(groups, count => Assert.InRange(count, 1, 3));
        Assert.Equal(7, groups.Sum());
    }

    [Fact]
    public async Task Deferrable_item_goes_with_the_next_group()
    {
        var groups = new List<int>();
        await using var runner = Runner(10, ForEver, group =>
        {
            groups.Add(group.Count);
            return Succeed(group);
        });
        TaskCompletionSource[] deferrable = [new(), new()];
        Assert.All(deferrable, item => Assert.True(runner.TryAddDeferrable(item)));
        var item = new TaskCompletionSource();

        Assert.True(runner.TryAdd(item));

        await Task.WhenAll([item.Task, .. deferrable.Select(waited => waited.Task)]);
        Assert.Equal([3], groups);
    }

    [Fact]
    public async Task Deferrable_item_goes_by_itself_when_nothing_else_comes()
    {
        await using var runner = Runner(2, TimeSpan.FromMilliseconds(1), Succeed);
        for (var round = 0; round < 100; round++)
        {
            // Add more than one group of items, and add items again after the timer has fired.
            var items = Enumerable.Range(0, 5).Select(_ => new TaskCompletionSource()).ToList();
            Assert.All(items, item => Assert.True(runner.TryAddDeferrable(item)));
            await Task.WhenAll(items.Select(item => item.Task)).WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private static GroupRunner<TaskCompletionSource> Runner(
        int maxGroup, TimeSpan longestWait, Func<IReadOnlyList<TaskCompletionSource>, Task> run) =>
        new(maxGroup, 1, longestWait, run, (item, cause) => item.TrySetException(cause));

    private static Task Succeed(IReadOnlyList<TaskCompletionSource> group)
    {
        foreach (var item in group)
            item.SetResult();
        return Task.CompletedTask;
    }
}
