using Coordinator.Common;
using CsCheck;

namespace Coordinator.Tests.Common;

public sealed class TokenBucketSpec
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Fact]
    public void Bucket_never_gives_more_than_rate_and_burst_whenever_it_is_asked() =>
        Gen.Select(Gen.Int[1, 1_000], Gen.Int[0, 500].Array[1, 300]).Sample((rate, pauses) =>
        {
            var bucket = new TokenBucket(rate, Start);
            var now = Start;
            var taken = 0;
            foreach (var pause in pauses)
            {
                now = now.AddMilliseconds(pause);
                while (bucket.TryTake(now))
                    taken++;
            }

            return taken <= Math.Max(1, rate / 10) + ((now - Start).TotalSeconds * rate) + 0.001;
        });

    [Fact]
    public void Bucket_gives_when_it_said_it_would() =>
        Gen.Int[1, 100_000].Sample(rate =>
        {
            var bucket = new TokenBucket(rate, Start);
            while (bucket.TryTake(Start))
            {
            }

            var wait = bucket.UntilNext(Start);
            return wait > TimeSpan.Zero && bucket.TryTake(Start + wait);
        });

    [Fact]
    public void Bucket_with_a_burst_gives_as_many_at_once_and_again_what_is_returned()
    {
        var bucket = new TokenBucket(1, Start, burst: 3);
        bucket.Return();
        for (var taken = 0; taken < 3; taken++)
            Assert.True(bucket.TryTake(Start));
        Assert.False(bucket.TryTake(Start));

        bucket.Return();

        Assert.True(bucket.TryTake(Start));
        Assert.False(bucket.TryTake(Start));
    }

    [Fact]
    public void Bucket_goes_on_at_its_rate_when_the_clock_is_set_back()
    {
        var bucket = new TokenBucket(10, Start);
        Assert.True(bucket.TryTake(Start));
        var back = Start.AddHours(-1);

        Assert.False(bucket.TryTake(back));
        Assert.True(bucket.TryTake(back.AddMilliseconds(100)));
    }
}
