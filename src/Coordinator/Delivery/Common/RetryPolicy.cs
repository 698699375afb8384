using Coordinator.Common;
using Coordinator.Contracts.Messages;

namespace Coordinator.Delivery.Common;

/// <summary>Computes the delay of a retry, and after how many failures a message is dead-lettered.</summary>
internal sealed class RetryPolicy(DeliveryOptions options)
{
    /// <summary>Longest delay, whatever a consumer asks for.</summary>
    public static readonly TimeSpan LongestDelay = MessageLimits.MaxDelay;

    private readonly IReadOnlyList<TimeSpan> _levels = RetryLevels.Parse(options.RetryLevels);

    public bool IsLast(int failures) => failures >= options.MaxAttempts;

    /// <summary>
    /// Delay of the level for that many failures, plus up to a tenth, so that messages which failed together are not retried
    /// together. The share derives from the offset, so the same failure always has the same delay.
    /// </summary>
    public TimeSpan DelayAfter(int failures, long offset)
    {
        var level = _levels[Math.Clamp(failures, 1, _levels.Count) - 1];
        return level + (level / 10 * StableHash.Fraction(offset));
    }

    public static TimeSpan Clamp(TimeSpan asked) =>
        asked < TimeSpan.Zero ? TimeSpan.Zero : asked > LongestDelay ? LongestDelay : asked;
}
