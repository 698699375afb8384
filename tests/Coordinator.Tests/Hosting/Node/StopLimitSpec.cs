using Coordinator.Hosting.Node;
using Coordinator.Hosting.Options;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>Time that a node has to stop.</summary>
public sealed class StopLimitSpec : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7.5);

    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _run = new();

    [Fact]
    public async Task Node_that_does_not_finish_ends_with_its_own_exit_code()
    {
        var applied = StopLimit.ApplyAsync(_run.Task, Limit, _time, _stop.Token);
        _time.Advance(TimeSpan.FromDays(1));
        await _stop.CancelAsync();
        while (_time.Timers == 0)
            await Task.Yield();

        _time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(applied.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var late = await Assert.ThrowsAsync<StartProblem>(() => applied);
        Assert.Equal(13, late.ExitCode);
        Assert.Contains("had not finished after 7500ms", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_and_failure_of_the_node_are_passed_on()
    {
        var applied = StopLimit.ApplyAsync(_run.Task, Limit, _time, _stop.Token);
        await _stop.CancelAsync();

        _run.SetException(new StartProblem(StartProblem.Downed, "removed"));

        Assert.Equal(11, (await Assert.ThrowsAsync<StartProblem>(() => applied)).ExitCode);
    }

    [Fact]
    public async Task Limit_counts_from_the_request_to_stop()
    {
        var applied = StopLimit.ApplyAsync(_run.Task, Limit, _time, _stop.Token);
        _time.Advance(TimeSpan.FromDays(1));

        _run.SetResult();

        await applied;
    }

    [Theory]
    [InlineData(8)]
    [InlineData(8, "10.0.0.1:4054")]
    [InlineData(20, "10.0.0.1:4054", "10.0.0.2:4054", "10.0.0.3:4054")]
    public void Limit_is_the_drain_timeout_and_a_margin_which_is_longer_among_other_nodes(int seconds, params string[] seeds)
    {
        var options = new CoordinatorOptions();
        options.Sessions.DrainTimeout = TimeSpan.FromSeconds(5);
        options.Cluster.Seeds = seeds;

        Assert.Equal(TimeSpan.FromSeconds(seconds), StopLimit.Of(options));
        Assert.True(StopLimit.ToFinish(options) < StopLimit.Of(options));
    }

    public void Dispose() => _stop.Dispose();
}
