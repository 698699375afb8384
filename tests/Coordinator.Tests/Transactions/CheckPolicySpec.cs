using Coordinator.Contracts;
using Coordinator.Transactions;
using CsCheck;

namespace Coordinator.Tests.Transactions;

public sealed class CheckPolicySpec
{
    private const long Day = TimeSpan.TicksPerDay;

    private static readonly Gen<TransactionId> Ids = Gen.Guid.Select(TransactionId.FromGuid);

    private static readonly Gen<CheckScheduleOptions> Options =
        from interval in Gen.Long[TimeSpan.TicksPerSecond / 10, TimeSpan.TicksPerDay]
        from cap in Gen.Long[interval, TimeSpan.TicksPerDay]
        select new CheckScheduleOptions
        {
            TransactionCheckInterval = TimeSpan.FromTicks(interval),
            TransactionCheckMaxInterval = TimeSpan.FromTicks(cap),
        };

    private static readonly Gen<int> Numbers = Gen.OneOf(Gen.Int[2, 60], Gen.Const(int.MaxValue));

    [Fact]
    public void First_check_comes_a_timeout_after_the_prepare()
    {
        var policy = new CheckPolicy(new CheckScheduleOptions { TransactionTimeout = TimeSpan.FromSeconds(7) });

        Assert.Equal(TimeSpan.FromSeconds(7), policy.DelayBefore(new TransactionId("a"), 1));
        Assert.Equal(TimeSpan.FromHours(2), policy.DelayBefore(new TransactionId("a"), 1, TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Timeout_of_the_prepare_has_no_say_after_the_first_check()
    {
        var policy = new CheckPolicy(new CheckScheduleOptions());
        var id = new TransactionId("a");

        Assert.Equal(policy.DelayBefore(id, 2), policy.DelayBefore(id, 2, TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Delay_stays_within_a_fifth_below_the_interval_and_the_cap() =>
        Gen.Select(Options, Ids, Numbers).Sample((options, id, number) =>
        {
            var delay = new CheckPolicy(options).DelayBefore(id, number);
            return delay >= options.TransactionCheckInterval * 0.8 && delay <= options.TransactionCheckMaxInterval;
        });

    [Fact]
    public void Delay_never_shrinks_until_it_is_at_the_cap() =>
        Gen.Select(Options, Ids, Gen.Int[2, 60]).Sample((options, id, number) =>
        {
            var policy = new CheckPolicy(options);
            var next = policy.DelayBefore(id, number + 1);
            return next >= policy.DelayBefore(id, number) || next >= options.TransactionCheckMaxInterval * 0.8;
        });

    [Fact]
    public void Delay_is_the_same_in_every_process()
    {
        var policy = new CheckPolicy(new CheckScheduleOptions());

        // A change of this number would move the checks of all transactions that are open during an upgrade.
        Assert.Equal(9_961, policy.DelayBefore(new TransactionId("order-1"), 2).TotalMilliseconds, 1.0);
    }

    [Fact]
    public void Jitter_spreads_transactions_over_the_whole_fifth()
    {
        var policy = new CheckPolicy(new CheckScheduleOptions());
        var buckets = new int[10];
        for (var n = 0; n < 10_000; n++)
        {
            var share = policy.DelayBefore(new TransactionId($"order-{n}"), 2) / TimeSpan.FromSeconds(10);
            buckets[(int)Math.Min(9, (share - 0.8) * 50)]++;
        }

        Assert.All(buckets, count => Assert.InRange(count, 850, 1_150));
    }

    [Fact]
    public void Unasked_back_off_begins_at_the_interval_and_ends_at_the_cap() =>
        Gen.Select(Options, Ids).Sample((options, id) =>
        {
            var policy = new CheckPolicy(options);
            var first = policy.DelayAfterUnasked(id, 1);
            var late = policy.DelayAfterUnasked(id, 100);
            return first <= options.TransactionCheckInterval && first >= options.TransactionCheckInterval * 0.8
                && late <= options.TransactionCheckMaxInterval && late >= options.TransactionCheckMaxInterval * 0.8;
        });

    // Race 16: clocks jump.
    [Fact, Trait("race", "16")]
    public void Remaining_wait_is_neither_negative_nor_longer_than_the_delay_when_clocks_jump_race_16() =>
        Gen.Select(Gen.Long[0, Day], Gen.Long[-Day, Day]).Sample((delay, jump) =>
        {
            var since = DateTimeOffset.UnixEpoch.AddYears(50);
            var left = CheckPolicy.Remaining(TimeSpan.FromTicks(delay), since, since.AddTicks(jump));
            return left >= TimeSpan.Zero && left.Ticks <= delay && (jump < 0 || left.Ticks == Math.Max(0, delay - jump));
        });
}
