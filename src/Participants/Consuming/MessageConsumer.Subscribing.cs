using Akka.Actor;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>Subscribing in every new session, again and again until it is accepted.</summary>
internal sealed partial class MessageConsumer
{
    private const string SubscribeTimer = "subscribe";

    /// <summary>The reply waits for the topic's queues; asking again changes nothing on the other side.</summary>
    private static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(5);

    private static readonly Backoff SubscribeBackoff = new(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10));

    private readonly Func<double> _jitter;
    private int _refusals;

    private void OnSessionUp()
    {
        _refusals = 0;
        Subscribe();
    }

    private void OnSessionDown()
    {
        Timers.Cancel(SubscribeTimer);
        DropWaiting();
    }

    private void Subscribe()
    {
        if (_stopper is not null)
            return;
        Context.Parent.Tell(new SendItem(_subscription.ToSubscribe()));
        Timers.StartSingleTimer(SubscribeTimer, RepeatSubscribe.Instance, ReplyTimeout);
    }

    private void OnSubscribeReply(SubscribeReply reply)
    {
        Timers.Cancel(SubscribeTimer);
        if (_stopper is not null)
            return;
        if (reply.Accepted)
        {
            _logger.LogInformation("{Group} consumes {Topic}", reply.Group, reply.Topic);
            return;
        }

        // Also when it can never succeed: the coordinator's configuration may be what is wrong, and it may be mended.
        var wait = reply.Retryable ? SubscribeBackoff.After(++_refusals, _jitter()) : LongWait;
        _logger.Log(
            reply.Retryable ? LogLevel.Information : LogLevel.Error,
            "{Group} may not consume {Topic}: {Detail}; asking again in {Wait}",
            reply.Group,
            reply.Topic,
            reply.Detail,
            wait);
        Timers.StartSingleTimer(SubscribeTimer, RepeatSubscribe.Instance, wait);
    }

    private static TimeSpan LongWait => TimeSpan.FromMinutes(1);

    private sealed record RepeatSubscribe : INoSerializationVerificationNeeded
    {
        public static readonly RepeatSubscribe Instance = new();
    }
}
