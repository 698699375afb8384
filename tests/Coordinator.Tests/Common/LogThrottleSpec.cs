using Coordinator.Common;

namespace Coordinator.Tests.Common;

public sealed class LogThrottleSpec
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Cause_gets_one_line_in_ten_seconds_that_counts_the_others()
    {
        var throttle = new LogThrottle(_time);

        Assert.True(throttle.IsDue("wrong", out var leftOut));
        Assert.Equal(0, leftOut);
        Assert.False(throttle.IsDue("wrong", out _));
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(throttle.IsDue("wrong", out _));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(throttle.IsDue("wrong", out leftOut));
        Assert.Equal(2, leftOut);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(throttle.IsDue("wrong", out leftOut));
        Assert.Equal(0, leftOut);
    }

    [Fact]
    public void Several_threads_may_use_it()
    {
        const int Lines = 100_000;
        var throttle = new LogThrottle(_time);
        var due = 0;

        Parallel.For(0, Lines, number =>
        {
            if (throttle.IsDue($"wrong {number % 4}", out _))
                Interlocked.Increment(ref due);
        });

        Assert.Equal(4, due);
        _time.Advance(TimeSpan.FromSeconds(10));
        for (var cause = 0; cause < 4; cause++)
        {
            Assert.True(throttle.IsDue($"wrong {cause}", out var leftOut));
            Assert.Equal((Lines / 4) - 1, leftOut);
        }
    }

    [Fact]
    public void One_cause_silences_no_other()
    {
        var throttle = new LogThrottle(_time);
        throttle.IsDue("wrong", out _);

        Assert.True(throttle.IsDue("full", out _));
    }

    [Fact]
    public void Causes_that_a_peer_makes_up_have_20_lines_in_ten_seconds()
    {
        var throttle = new LogThrottle(_time);

        Assert.Equal(20, Enumerable.Range(0, 1_000).Count(number => throttle.IsDue($"made up {number}", out _)));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(throttle.IsDue("made up 999", out var leftOut));
        Assert.Equal(1, leftOut);
    }
}
