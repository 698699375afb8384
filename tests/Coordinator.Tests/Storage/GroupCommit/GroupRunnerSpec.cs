using Coordinator.Storage.GroupCommit;

namespace Coordinator.Tests.Storage.GroupCommit;

public sealed class GroupRunnerSpec
{
    [Fact]
    public async Task Line_goes_on_after_a_group_that_threw()
    {
        var times = 0;
        await using var line = new GroupRunner<TaskCompletionSource>(
            10,
            1,
            group =>
            {
                if (times++ == 0)
                    throw new IOException("the first goes wrong");
                foreach (var item in group)
                    item.SetResult();
                return Task.CompletedTask;
            },
            (item, cause) => item.TrySetException(cause));
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
        var line = new GroupRunner<TaskCompletionSource>(
            1,
            1,
            async group =>
            {
                await gate.Task;
                foreach (var item in group)
                    item.SetResult();
            },
            (item, cause) => item.TrySetException(cause));
        TaskCompletionSource[] items = [new(), new(), new()];
        Assert.All(items, item => Assert.True(line.TryAdd(item)));

        var closing = line.DisposeAsync();
        Assert.False(line.TryAdd(new TaskCompletionSource()));
        gate.SetResult();
        await closing;

        Assert.All(items, item => Assert.True(item.Task.IsCompletedSuccessfully));
    }
}
