using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants;

/// <summary>
/// One subscription: keeps it alive across sessions, and runs its handlers, so many at once. Order by key is the coordinator's
/// business: it has no two messages of a key in flight.
/// </summary>
internal sealed partial class MessageConsumer : ReceiveActor, IWithTimers, IDisposable
{
    private readonly Subscription _subscription;
    private readonly HandlerRunner _runner;
    private readonly ILogger _logger;
    private readonly Dictionary<Place, InHand> _inHand = [];
    private readonly Queue<Place> _waiting = new();
    private readonly CancellationTokenSource _stopped = new();
    private int _running;
    private IActorRef? _stopper;

    public MessageConsumer(Subscription subscription, HandlerRunner runner, Func<double> jitter, ILogger logger)
    {
        _subscription = subscription;
        _runner = runner;
        _logger = logger;
        _resubscribe = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), jitter);
        Receive<Deliver>(OnDeliver);
        Receive<HandlerEnded>(OnHandlerEnded);
        Receive<SessionUp>(_ => OnSessionUp());
        Receive<SessionDown>(_ => OnSessionDown());
        Receive<SubscribeReply>(OnSubscribeReply);
        Receive<SubscribeAgain>(_ => Subscribe());
        Receive<StopConsuming>(OnStop);
        Receive<GraceIsOver>(_ => _stopped.Cancel());
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
            _runner.RunAsync(_inHand[place].Deliver, _stopped.Token).PipeTo(
                Self,
                success: settle => new HandlerEnded(place, settle),
                failure: error => new HandlerEnded(place, delivery => new Retry(delivery, Reason: Detail.Of(error))));
        }
    }

    private void OnHandlerEnded(HandlerEnded ended)
    {
        _running--;
        if (_inHand.Remove(ended.Place, out var inHand) && ended.Settle is { } settle)
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

    private sealed record HandlerEnded(Place Place, Func<DeliveryId, Settle>? Settle) : INoSerializationVerificationNeeded;

    private sealed record GraceIsOver : INoSerializationVerificationNeeded
    {
        public static readonly GraceIsOver Instance = new();
    }
}
