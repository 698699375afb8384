using Coordinator.Common;
using Coordinator.Transactions;

namespace Coordinator.Recovery;

/// <summary>
/// Which open transactions a periodic pass wakes. Pure. It only ever puts off: a transaction that has waited for long is
/// asked rarely, so to wake it in every pass would only read it from the journal for nothing.
/// </summary>
internal sealed class WakeSchedule(SweepOptions options, CheckScheduleOptions checks)
{
    /// <param name="open">The transaction.</param>
    /// <param name="pass">The number of the pass.</param>
    /// <param name="now">The coordinator's clock.</param>
    public bool IsTurn(in OpenTransaction open, long pass, DateTimeOffset now)
    {
        var age = now - open.PreparedAt;
        var every = open.Phase switch
        {
            OpenPhase.Committed => 1,
            OpenPhase.Parked => PassesIn(checks.TransactionCheckParkedInterval),
            OpenPhase.Prepared => age < checks.TransactionCheckMaxInterval ? 1 : PassesIn(checks.TransactionCheckMaxInterval),
            _ => throw new ArgumentOutOfRangeException(nameof(open), open.Phase, "no such phase"),
        };
        return !IsYoung(age) && pass % every == (long)(StableHash.Fraction(open.Id.Value, 0) * every);
    }

    // The entity that took the prepare has a timer of its own. An age below zero is a clock that was set back: not young.
    private bool IsYoung(TimeSpan age) => age >= TimeSpan.Zero && age < checks.TransactionTimeout;

    private long PassesIn(TimeSpan interval) => Math.Max(1, interval.Ticks / options.SweepInterval.Ticks);
}
