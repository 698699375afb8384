using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Consuming;

/// <summary>
/// One subscription: keeps it alive across sessions, and runs its handlers, so many at once. Order by key is the coordinator's
/// business: it has no two messages of a key in flight.
/// </summary>
internal sealed partial class MessageConsumer : ReceiveActor, IWithTimers, IDisposable
{
    /// <summary>How long handlers may take to heed their cancellation: shorter than what the host adds to the grace.</summary>
    private static readonly TimeSpan Heed = TimeSpan.FromMilliseconds(500);

    private readonly Subscription _subscription;
    private readonly HandlerRunner _runner;
    private readonly ILogger _logger;
    private readonly Dictionary<Place, InHand> _inHand = [];
    private readonly Queue<Place> _waiting = new();
    private readonly UserCancellation _stopped;
    private int _running;
    private IActorRef? _stopper;

    public MessageConsumer(Subscription subscription, HandlerRunner runner, Func<double> jitter, ILogger logger)
    {
        _subscription = subscription;
        _runner = runner;
        _logger = logger;
        _stopped = new UserCancellation(logger);
        _jitter = jitter;
        Receive<Deliver>(OnDeliver);
        Receive<HandlerEnded>(OnHandlerEnded);
        Receive<SessionUp>(_ => OnSessionUp());
        Receive<SessionDown>(_ => OnSessionDown());
        Receive<SubscribeReply>(OnSubscribeReply);
        Receive<RepeatSubscribe>(_ => Subscribe());
        Receive<StopConsuming>(OnStop);
        Receive<GraceIsOver>(_ => OnGraceIsOver());
        Receive<StillRunning>(_ => OnStillRunning());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public void Dispose() => _stopped.Dispose();

    protected override void PostStop()
    {
        _stopped.Cancel();
        Dispose();
    }

    private void OnDeliver(Deliver deliver)
    {
        ConsumerMetrics.Delivered.Add(1);
        if (_stopper is not null)
        {
            ConsumerMetrics.Dropped.Add(1);
            return;
        }

        var place = new Place(deliver.Delivery.Queue, deliver.Delivery.Offset);
        if (_inHand.TryGetValue(place, out var inHand))
        {
            // The lease ended, or a session was lost, while the message waits or runs here: one run settles the newest attempt.
            ConsumerMetrics.Joined.Add(1);
            inHand.Join(deliver);
            return;
        }

        _inHand.Add(place, new InHand(deliver));
        _waiting.Enqueue(place);
        StartMore();
    }

    private void StartMore()
    {
        while (_running < _subscription.Options.Concurrency && _waiting.TryDequeue(out var place))
        {
            _running++;
            var inHand = _inHand[place];
            _runner.RunAsync(inHand.Deliver, _stopped.Token).PipeTo(
                Self,
                success: settle => new HandlerEnded(place, inHand, settle),
                failure: error => new HandlerEnded(place, inHand, delivery => new Retry(delivery, Reason: Detail.Of(error))));
        }
    }

    private void OnHandlerEnded(HandlerEnded ended)
    {
        // Not one that was begun before this actor was restarted: it has no place here, and its message will come again.
        if (!_inHand.TryGetValue(ended.Place, out var inHand) || !ReferenceEquals(inHand, ended.InHand))
            return;
        _running--;
        _inHand.Remove(ended.Place);
        if (ended.Settle is { } settle)
        {
            var item = settle(inHand.Deliver.Delivery);
            ConsumerMetrics.Settled.Add(1, new KeyValuePair<string, object?>("how", item.GetType().Name));
            Context.Parent.Tell(new SendItem(item));
        }

        StartMore();
        FinishWhenIdle();
    }

    /// <summary>
    /// What has not started is the coordinator's again; running handlers go on, and settle in the next session.
    /// </summary>
    private void DropWaiting()
    {
        ConsumerMetrics.Dropped.Add(_waiting.Count);
        while (_waiting.TryDequeue(out var place))
            _inHand.Remove(place);
    }

    private void OnStop(StopConsuming stop)
    {
        _stopper = Sender;
        DropWaiting();
        Timers.Cancel(SubscribeTimer);
        Timers.StartSingleTimer(GraceIsOver.Instance, GraceIsOver.Instance, stop.Grace);
        FinishWhenIdle();
    }

    private void FinishWhenIdle()
    {
        if (_stopper is null || _running > 0)
            return;
        // Only now: after it, what is unacknowledged goes to other members at once.
        Context.Parent.Tell(new SendItem(new Unsubscribe(_subscription.Group, _subscription.Topic)));
        Context.Parent.Tell(new ConsumingStopped());
        Timers.CancelAll();
    }

    private void OnGraceIsOver()
    {
        Timers.StartSingleTimer(StillRunning.Instance, StillRunning.Instance, Heed);
        _stopped.Cancel();
    }

    private void OnStillRunning()
    {
        ConsumerMetrics.Stuck.Add(_running, new KeyValuePair<string, object?>("group", _subscription.Group.Value));
        _logger.LogError(
            "{Count} handlers of {Group} for {Topic} were cancelled {Wait} ago and run on; what they handle will be delivered again. "
                + "Do they heed their CancellationToken?",
            _running,
            _subscription.Group,
            _subscription.Topic,
            Heed);
    }

    private readonly record struct Place(QueueId Queue, long Offset);

    private sealed class InHand(Deliver deliver)
    {
        public Deliver Deliver { get; private set; } = deliver;

        public void Join(Deliver newer)
        {
            if (newer.Delivery.Attempt > Deliver.Delivery.Attempt)
                Deliver = newer;
        }
    }

    private sealed record HandlerEnded(Place Place, InHand InHand, Func<DeliveryId, Settle>? Settle)
        : INoSerializationVerificationNeeded;

    private sealed record StillRunning : INoSerializationVerificationNeeded
    {
        public static readonly StillRunning Instance = new();
    }

    private sealed record GraceIsOver : INoSerializationVerificationNeeded
    {
        public static readonly GraceIsOver Instance = new();
    }
}
