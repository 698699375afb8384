using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;

namespace Coordinator.Transactions;

/// <summary>
/// Computes when a check is due. The same id and number always give the same delay. A transaction that is woken, recovered or moved
/// to another node therefore computes the same due time again.
/// </summary>
/// <remarks>
/// The first check is due a timeout after the prepare. Each further check is due a back-off after the end of the last one. The
/// back-off is the interval, doubled from check to check up to the cap, and shortened by up to a fifth. That jitter derives from id
/// and number. All delays count from a persisted event, on the coordinator's clock.
/// </remarks>
internal sealed class CheckPolicy(CheckScheduleOptions options)
{
    /// <summary>Number of checks that may be answered without a decision before the transaction is parked.</summary>
    public int Budget => options.TransactionCheckMax;

    /// <summary>Delay from the prepare to check 1, or from the end of the last check to check <paramref name="number" />.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="number">Number of the next check, counted from 1.</param>
    /// <param name="transactionTimeout">
    /// Timeout that the prepare asked for; <c>null</c> for the default. It affects the first check only.
    /// </param>
    public TimeSpan DelayBefore(TransactionId id, int number, TimeSpan? transactionTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return number == 1
            ? transactionTimeout ?? options.TransactionTimeout
            : BackOff(id, number, failures: number - 1);
    }

    /// <summary>Delay after a check that found no instance or was deferred. Such a check uses nothing of the budget.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="consecutive">Number of such checks in a row, counted from 1. A deferred check starts the count at 1 again.</param>
    public TimeSpan DelayAfterUnasked(TransactionId id, int consecutive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(consecutive, 1);
        return BackOff(id, consecutive, failures: consecutive);
    }

    /// <summary>Delay between two checks of a parked transaction.</summary>
    public TimeSpan DelayWhenParked(TransactionId id, int number) =>
        Backoff.Shorten(options.TransactionCheckParkedInterval, StableHash.Fraction(id.Value, number));

    /// <summary>
    /// Rest of a delay that began at a persisted event. The rest never exceeds the delay itself, so a clock that was set back
    /// postpones by one delay at most.
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
