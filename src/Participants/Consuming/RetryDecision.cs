using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Consuming;

/// <summary>Decides by the options of a consumer whether and when a message comes again.</summary>
internal sealed class RetryDecision(ConsumerOptions options)
{
    // Multiplying by the golden ratio spreads neighbouring offsets evenly.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    /// <summary>Returns the result that the exception of a handler stands for.</summary>
    public HandlerResult ResultOf(Exception error) => error switch
    {
        RejectMessageException rejection => HandlerResult.Reject(Text(rejection.Message)),
        RetryLaterException later => HandlerResult.Retry(later.Delay, later.Message),
        _ when options.IsNeverRetried(error) => HandlerResult.Reject(Detail.Of(error)),
        _ => HandlerResult.Retry(reason: Detail.Of(error)),
    };

    /// <summary>Settles a delivery. The last attempt that <see cref="ConsumerOptions.MaxAttempts" /> allows ends as a dead letter.</summary>
    public Settle Settle(HandlerResult result, DeliveryId delivery) => result.Kind switch
    {
        HandlerResultKind.Done => new Acknowledge(delivery),
        HandlerResultKind.Reject => new Reject(delivery, Detail.Of(result.Reason!)),
        _ when delivery.Attempt >= options.MaxAttempts => new Reject(
            delivery,
            Detail.Of($"Delivery {delivery.Attempt} failed, and MaxAttempts is {options.MaxAttempts}. {result.Reason}".TrimEnd())),
        _ => new Retry(
            delivery,
            result.Delay ?? DelayAfter(delivery.Attempt, delivery.Offset),
            result.Reason is { } reason ? Detail.Of(reason) : null),
    };

    /// <summary>
    /// Delay of the level of that attempt, plus up to a tenth, so that messages which failed together are not retried together.
    /// </summary>
    private TimeSpan? DelayAfter(int attempt, long offset)
    {
        if (options.RetryDelays.Count == 0)
            return null;
        var level = options.RetryDelays[Math.Clamp(attempt, 1, options.RetryDelays.Count) - 1];
        return level + (level / 10 * ((((ulong)offset * Spread) >> 11) * (1.0 / (1UL << 53))));
    }

    private static string Text(string reason) => string.IsNullOrWhiteSpace(reason) ? "The handler gave no reason." : reason;
}
