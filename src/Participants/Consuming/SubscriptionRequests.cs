using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>Requests of one subscription: its replies, and the wait before it is requested again.</summary>
internal sealed class SubscriptionRequests(Subscription subscription, Func<double> jitter, ILogger logger)
{
    /// <summary>Time after which an unanswered request is repeated. A repetition changes nothing at the coordinator.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(5);

    // A refusal that is final is repeated too: the coordinator's configuration may be wrong, and be corrected.
    private static readonly TimeSpan FinalWait = TimeSpan.FromMinutes(1);
    private static readonly Backoff Backoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    private int _refusals;

    public Subscribe Next() => subscription.ToSubscribe();

    public void SessionOpened() => _refusals = 0;

    /// <summary>Returns the wait before the next request, or <c>null</c> when the subscription was accepted.</summary>
    public TimeSpan? Answered(SubscribeReply reply)
    {
        if (reply.Accepted)
        {
            logger.LogInformation("{Group} consumes {Topic}", reply.Group, reply.Topic);
            return null;
        }

        var wait = reply.Retryable ? Backoff.After(++_refusals, jitter()) : FinalWait;
        logger.Log(
            reply.Retryable ? LogLevel.Information : LogLevel.Error,
            "{Group} may not consume {Topic}: {Detail} The participant asks again in {Wait}",
            reply.Group,
            reply.Topic,
            reply.Detail,
            wait);
        return wait;
    }
}
