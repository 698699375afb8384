using Coordinator.Harness.Waiting;

namespace Coordinator.Harness.Tests.Waiting;

public sealed class EventuallySpec
{
    [Fact]
    public async Task Condition_is_checked_until_it_holds()
    {
        var checks = 0;
        await Eventually.TrueAsync(() => ++checks == 3, "the third check succeeds");
        Assert.Equal(3, checks);
    }

    [Fact]
    public async Task Condition_that_does_not_hold_is_named()
    {
        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.TrueAsync(() => false, "pigs fly", TimeSpan.FromMilliseconds(10)));
        Assert.Contains("pigs fly", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_is_measured_until_the_condition_holds_and_is_null_when_it_does_not()
    {
        Assert.NotNull(await Eventually.ElapsedAsync(() => true, TimeSpan.FromSeconds(1), CancellationToken.None));
        Assert.Null(await Eventually.ElapsedAsync(() => false, TimeSpan.Zero, CancellationToken.None));
    }
}
