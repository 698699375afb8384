using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Transactions;

/// <summary>
/// When a check is due. Pure: the same id and number always give the same delay, so that a transaction that
/// is woken, recovered or moved to another node computes the time that it would have kept.
/// </summary>
/// <remarks>
/// The first check comes a timeout after the prepare. Each further one comes a back-off after the last conclusion:
/// the interval, doubled from check to check up to the cap, and up to a fifth earlier by a jitter that
/// derives from id and number. All durations run on the coordinator's clock from a persisted event.
/// </remarks>
internal sealed class CheckPolicy(CheckScheduleOptions options)
{
    /// <summary>How many checks may be answered without a decision before the transaction is parked.</summary>
    public int Budget => options.TransactionCheckMax;

    /// <summary>
    /// From the prepare to check 1; from the conclusion of one check to the next, <paramref name="number" />.
    /// </summary>
    /// <param name="id">The transaction.</param>
    /// <param name="number">The check that is waited for, counted from 1.</param>
    /// <param name="transactionTimeout">What the prepare asked for, if it did; counts for the first check only.</param>
    public TimeSpan DelayBefore(TransactionId id, int number, TimeSpan? transactionTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return number == 1
            ? transactionTimeout ?? options.TransactionTimeout
            : BackOff(id, number, failures: number - 1);
    }

    /// <summary>
    /// From a conclusion without an instance (or one that was put off) to the next try. It uses nothing of the budget.
    /// </summary>
    /// <param name="id">The transaction.</param>
    /// <param name="consecutive">How many came in a row, counted from 1, and from 1 again after one that was put off.</param>
    public TimeSpan DelayAfterUnasked(TransactionId id, int consecutive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(consecutive, 1);
        return BackOff(id, consecutive, failures: consecutive);
    }

    /// <summary>Between two slow checks of a parked transaction.</summary>
    public TimeSpan DelayWhenParked(TransactionId id, int number) =>
        Backoff.Shorten(options.TransactionCheckParkedInterval, StableHash.Fraction(id.Value, number));

    /// <summary>
    /// What is left of a delay that began at a persisted event. Never more than the delay itself, so that a clock that
    /// was set back postpones by one delay at most.
    /// </summary>
    public static TimeSpan Remaining(TimeSpan delay, DateTimeOffset since, DateTimeOffset now)
    {
        var left = since + delay - now;
        return left <= TimeSpan.Zero ? TimeSpan.Zero
            : left > delay ? delay
            : left;
    }

    private TimeSpan BackOff(TransactionId id, int number, int failures) =>
        new Backoff(options.TransactionCheckInterval, options.TransactionCheckMaxInterval)
            .After(failures, StableHash.Fraction(id.Value, number));
}
