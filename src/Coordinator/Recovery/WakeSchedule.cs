using Coordinator.Common;
using Coordinator.Transactions;

namespace Coordinator.Recovery;

/// <summary>
/// Selects the open transactions that a periodic pass wakes. A transaction that has waited for long is checked rarely. To wake it
/// in every pass would read it from the journal for nothing.
/// </summary>
internal sealed class WakeSchedule(SweepOptions options, CheckScheduleOptions checks)
{
    /// <param name="open">The transaction.</param>
    /// <param name="pass">Number of the pass.</param>
    /// <param name="now">Time, by the coordinator's clock.</param>
    public bool IsTurn(in OpenTransaction open, long pass, DateTimeOffset now)
    {
        var age = now - open.PreparedAt;
        var every = open.Phase switch
        {
            OpenPhase.Committed => 1,
            OpenPhase.Parked => PassesIn(checks.TransactionCheckParkedInterval),
            OpenPhase.Prepared => age < checks.TransactionCheckMaxInterval ? 1 : PassesIn(checks.TransactionCheckMaxInterval),
            _ => throw new ArgumentOutOfRangeException(nameof(open), open.Phase, "This phase is unknown."),
        };
        return !IsYoung(age) && pass % every == (long)(StableHash.Fraction(open.Id.Value, 0) * every);
    }

    // The entity of a young transaction has a timer of its own. A negative age means that a clock was set back: not young.
    private bool IsYoung(TimeSpan age) => age >= TimeSpan.Zero && age < checks.TransactionTimeout;

    private long PassesIn(TimeSpan interval) => Math.Max(1, interval.Ticks / options.SweepInterval.Ticks);
}
