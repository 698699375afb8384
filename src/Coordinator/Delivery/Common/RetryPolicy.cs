using Coordinator.Common;
using Coordinator.Contracts.Messages;

namespace Coordinator.Delivery.Common;

/// <summary>When a failed delivery is tried again, and when it has failed often enough.</summary>
internal sealed class RetryPolicy(DeliveryOptions options)
{
    /// <summary>Nothing waits longer, whatever a consumer asks for.</summary>
    public static readonly TimeSpan LongestDelay = MessageLimits.MaxDelay;

    private readonly IReadOnlyList<TimeSpan> _levels = RetryLevels.Parse(options.RetryLevels);

    public bool IsLast(int failures) => failures >= options.MaxAttempts;

    /// <summary>
    /// The level of that many failures and up to a tenth more, so that what failed together does not come back together.
    /// The share comes from the offset: the same failure always waits equally long.
    /// </summary>
    public TimeSpan DelayAfter(int failures, long offset)
    {
        var level = _levels[Math.Clamp(failures, 1, _levels.Count) - 1];
        return level + (level / 10 * StableHash.Fraction(offset));
    }

    public static TimeSpan Clamp(TimeSpan asked) =>
        asked < TimeSpan.Zero ? TimeSpan.Zero : asked > LongestDelay ? LongestDelay : asked;
}
