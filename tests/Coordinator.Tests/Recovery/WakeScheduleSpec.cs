using Coordinator.Contracts;
using Coordinator.Recovery;
using Coordinator.Transactions;
using CsCheck;

namespace Coordinator.Tests.Recovery;

public sealed class WakeScheduleSpec
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly SweepOptions Options = new();
    private static readonly CheckScheduleOptions Checks = new();
    private static readonly WakeSchedule Schedule = new(Options, Checks);

    private static readonly Gen<OpenTransaction> Waiting =
        from id in Gen.Guid.Select(TransactionId.FromGuid)
        from phase in Gen.Enum<OpenPhase>()
        from age in Gen.Int[11, 1_000_000]
        select new OpenTransaction(id, 1, phase, Noon.AddSeconds(-age), FakeIndex.Orders);

    [Fact]
    public void Every_open_transaction_gets_its_turn_within_the_interval_that_it_may_wait() =>
        Gen.Select(Waiting, Gen.Long[1, 1_000_000]).Sample((open, pass) =>
        {
            var longest = open.Phase == OpenPhase.Parked
                ? Checks.TransactionCheckParkedInterval
                : Checks.TransactionCheckMaxInterval;
            var passes = (int)(longest / Options.SweepInterval);
            return Enumerable.Range(0, passes).Any(later => Schedule.IsTurn(open, pass + later, Noon));
        });

    [Fact]
    public void Committed_transaction_has_a_turn_in_every_pass() =>
        Gen.Select(Waiting, Gen.Long[1, 1_000_000]).Sample((open, pass) =>
            Schedule.IsTurn(open with { Phase = OpenPhase.Committed }, pass, Noon));

    [Fact]
    public void Transaction_that_waited_long_has_a_turn_in_few_passes()
    {
        var old = new OpenTransaction(new TransactionId("t1"), 1, OpenPhase.Prepared, Noon.AddDays(-1), FakeIndex.Orders);

        Assert.Equal(10, Enumerable.Range(1, 100).Count(pass => Schedule.IsTurn(old, pass, Noon)));
    }

    [Fact]
    public void Young_transaction_is_left_to_its_own_timer()
    {
        var young = new OpenTransaction(new TransactionId("t1"), 1, OpenPhase.Prepared, Noon.AddSeconds(-9), FakeIndex.Orders);

        Assert.False(Schedule.IsTurn(young, 1, Noon));
        Assert.True(Schedule.IsTurn(young, 1, Noon.AddSeconds(1)));
    }

    [Fact]
    public void Transaction_from_the_future_is_not_taken_for_young_when_the_clock_was_set_back()
    {
        var future = new OpenTransaction(new TransactionId("t1"), 1, OpenPhase.Prepared, Noon.AddHours(1), FakeIndex.Orders);

        Assert.True(Schedule.IsTurn(future, 1, Noon));
    }
}
