using Coordinator.Delivery.Common;

namespace Coordinator.Tests.Delivery;

public sealed class RetrySpec : DeliveryKit
{
    [Fact]
    public void A_retry_comes_after_the_level_of_its_failure()
    {
        Append("1");
        var a = Join();
        var level = new RetryPolicy(Options);
        a.Retry(a.Expect("1"));
        AwaitAssert(() => Assert.Equal(1, Describe().Waiting));
        Time.Advance(level.DelayAfter(1, 1) - TimeSpan.FromMilliseconds(1));
        a.ExpectNothing();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        a.Retry(a.Expect("1", attempt: 2));
        AwaitAssert(() => Assert.Equal(1, Describe().Waiting));
        Time.Advance(level.DelayAfter(2, 1));
        a.Expect("1", attempt: 3);
    }

    [Fact]
    public void A_consumer_may_say_when_to_retry()
    {
        Append("1");
        var a = Join();
        a.Retry(a.Expect("1"), TimeSpan.FromHours(3));
        AwaitAssert(() => Assert.Equal(1, Describe().Waiting));
        Time.Advance(TimeSpan.FromHours(3));
        a.Expect("1", attempt: 2);
    }

    [Fact]
    public void What_waits_for_a_retry_takes_no_room_and_holds_up_nobody_else()
    {
        AppendAll("1", "2");
        var a = Join(room: 1);
        a.Retry(a.Expect("1"));
        a.Handle("2");
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 30)]
    [InlineData(3, 60)]
    [InlineData(12, 600)]
    [InlineData(15, 3600)]
    [InlineData(16, 7200)]
    [InlineData(99, 7200)]
    public void Levels_are_those_of_RocketMQ_and_up_to_a_tenth_more(int failures, int seconds)
    {
        var policy = new RetryPolicy(new DeliveryOptions());
        var delays = Enumerable.Range(1, 1_000).Select(offset => policy.DelayAfter(failures, offset).TotalSeconds).ToList();
        Assert.All(delays, delay => Assert.InRange(delay, seconds, seconds * 1.1));
        Assert.True(delays.Distinct().Count() > 50, "no jitter");
    }

    [Fact]
    public void Options_say_what_is_wrong_with_them()
    {
        Assert.Empty(new DeliveryOptions().Problems());
        var problems = new DeliveryOptions { Lease = TimeSpan.Zero, MaxAttempts = 0, RetryLevels = "10s 1x" }.Problems().ToList();
        Assert.Equal(3, problems.Count);
        Assert.Contains(problems, problem => problem.StartsWith("lease must be between 1s and 12h, but is 0s.", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.EndsWith("each up to 40d, but has '1x'.", StringComparison.Ordinal));
    }
}
