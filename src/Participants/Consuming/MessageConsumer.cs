using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>
/// Serves one subscription: requests it in every session, and runs its handlers, up to its concurrency. The coordinator keeps the order by
/// key: it delivers no two messages of a key at a time.
/// </summary>
internal sealed class MessageConsumer : ReceiveActor, IWithTimers, IDisposable
{
    private const string SubscribeTimer = "subscribe";

    /// <summary>Time in which handlers must obey their cancellation. It is shorter than the host's margin after the grace.</summary>
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromMilliseconds(500);

    private readonly Subscription _subscription;
    private readonly SubscriptionRequests _requests;
    private readonly DeliveriesInHand _deliveries;
    private readonly HandlerRunner _runner;
    private readonly UserCancellation _stopped;
    private readonly ILogger _logger;
    private bool _isStopping;

    public MessageConsumer(Subscription subscription, HandlerRunner runner, Func<double> jitter, ILogger logger)
    {
        _subscription = subscription;
        _requests = new SubscriptionRequests(subscription, jitter, logger);
        _deliveries = new DeliveriesInHand(subscription.Options.Concurrency);
        _runner = runner;
        _stopped = new UserCancellation(logger);
        _logger = logger;
        Receive<Deliver>(OnDeliver);
        Receive<HandlerEnded>(OnHandlerEnded);
        Receive<SessionUp>(_ => OnSessionUp());
        Receive<SessionDown>(_ => OnSessionDown());
        Receive<SubscribeReply>(OnSubscribeReply);
        Receive<RepeatSubscribe>(_ => RequestSubscription());
        Receive<StopConsuming>(OnStop);
        Receive<GraceOver>(_ => OnGraceOver());
        Receive<HandlersStuck>(_ => OnHandlersStuck());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public void Dispose() => _stopped.Dispose();

    protected override void PostStop()
    {
        _stopped.Cancel();
        Dispose();
    }

    private void OnSessionUp()
    {
        _requests.SessionOpened();
        RequestSubscription();
    }

    private void OnSessionDown()
    {
        Timers.Cancel(SubscribeTimer);
        _deliveries.DropWaiting();
    }

    private void RequestSubscription()
    {
        if (_isStopping)
            return;
        Send(_requests.Next());
        Timers.StartSingleTimer(SubscribeTimer, RepeatSubscribe.Instance, SubscriptionRequests.ReplyTimeout);
    }

    private void OnSubscribeReply(SubscribeReply reply)
    {
        Timers.Cancel(SubscribeTimer);
        if (!_isStopping && _requests.Answered(reply) is { } wait)
            Timers.StartSingleTimer(SubscribeTimer, RepeatSubscribe.Instance, wait);
    }

    private void OnDeliver(Deliver deliver)
    {
        ConsumerMetrics.Delivered.Add(1);
        if (_isStopping)
            ConsumerMetrics.Dropped.Add(1);
        else if (_deliveries.Add(deliver))
            StartHandlers();
        else
            ConsumerMetrics.Joined.Add(1);
    }

    private void StartHandlers()
    {
        while (_deliveries.TryStart(out var next))
        {
            var started = next;
            _runner.RunAsync(started.Deliver, _stopped.Token).PipeTo(
                Self,
                success: settle => new HandlerEnded(started, settle),
                failure: error => new HandlerEnded(started, delivery => new Retry(delivery, Reason: Detail.Of(error))));
        }
    }

    private void OnHandlerEnded(HandlerEnded ended)
    {
        if (!_deliveries.Finish(ended.Delivery))
            return;
        if (ended.Settle is { } settle)
        {
            var item = settle(ended.Delivery.Deliver.Delivery);
            ConsumerMetrics.Settled.Add(1, new KeyValuePair<string, object?>("how", item.GetType().Name));
            Send(item);
        }

        StartHandlers();
        FinishWhenIdle();
    }

    private void OnStop(StopConsuming stop)
    {
        _isStopping = true;
        _deliveries.DropWaiting();
        Timers.Cancel(SubscribeTimer);
        Timers.StartSingleTimer(GraceOver.Instance, GraceOver.Instance, stop.Grace);
        FinishWhenIdle();
    }

    private void FinishWhenIdle()
    {
        if (!_isStopping || _deliveries.Running > 0)
            return;
        // Not earlier: the coordinator then delivers unacknowledged messages to other members at once.
        Send(new Unsubscribe(_subscription.Group, _subscription.Topic));
        Context.Parent.Tell(new ConsumingStopped());
        Timers.CancelAll();
    }

    private void OnGraceOver()
    {
        Timers.StartSingleTimer(HandlersStuck.Instance, HandlersStuck.Instance, CancellationGrace);
        _stopped.Cancel();
    }

    private void OnHandlersStuck()
    {
        ConsumerMetrics.Stuck.Add(_deliveries.Running, new KeyValuePair<string, object?>("group", _subscription.Group.Value));
        _logger.LogError(
            "{Count} handlers of {Group} for {Topic} still run {Wait} after their cancellation. Their messages will be delivered again. "
                + "Let the handlers obey their CancellationToken",
            _deliveries.Running,
            _subscription.Group,
            _subscription.Topic,
            CancellationGrace);
    }

    private static void Send(IFrameItem item) => Context.Parent.Tell(new SendItem(item));

    private sealed record HandlerEnded(DeliveryInHand Delivery, Func<DeliveryId, Settle>? Settle) : INoSerializationVerificationNeeded;

    private sealed record RepeatSubscribe : INoSerializationVerificationNeeded
    {
        public static readonly RepeatSubscribe Instance = new();
    }

    private sealed record GraceOver : INoSerializationVerificationNeeded
    {
        public static readonly GraceOver Instance = new();
    }

    private sealed record HandlersStuck : INoSerializationVerificationNeeded
    {
        public static readonly HandlersStuck Instance = new();
    }
}
