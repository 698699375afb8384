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

    // Leases are looked at so often that a renewal or a hand-back comes in time.
    private const int LooksPerLease = 8;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Most time for which a handler that is to run alone holds up other handlers of the process.</summary>
    private static readonly TimeSpan MostAlone = TimeSpan.FromSeconds(5);

    /// <summary>Time in which handlers must obey their cancellation. It is shorter than the host's margin after the grace.</summary>
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromMilliseconds(500);

    private readonly Subscription _subscription;
    private readonly SubscriptionRequests _requests;
    private readonly DeliveriesInHand _deliveries;
    private readonly HandlerRunner _runner;
    private readonly HandlerTurns _turns;
    private readonly RunningLeases _leases;
    private readonly UserCancellation _stopped;
    private readonly ILogger _logger;
    private bool _isStopping;
    private bool _waitsForTurn;

    public MessageConsumer(Subscription subscription, HandlerRunner runner, HandlerTurns turns, Func<double> jitter, ILogger logger)
    {
        _subscription = subscription;
        _requests = new SubscriptionRequests(subscription, jitter, logger);
        _deliveries = new DeliveriesInHand(subscription.Options.Places);
        _runner = runner;
        _turns = turns;
        _leases = new RunningLeases(subscription, logger);
        _stopped = new UserCancellation(logger);
        _logger = logger;
        Receive<Deliver>(OnDeliver);
        Receive<Begin>(OnBegin);
        Receive<HandlerEnded>(OnHandlerEnded);
        Receive<TurnChanged>(OnTurnChanged);
        Receive<TurnsFree>(_ => OnTurnsFree());
        Receive<LookAtLeases>(_ => OnLookAtLeases());
        Receive<SessionUp>(_ => OnSessionUp());
        Receive<SessionDown>(OnSessionDown);
        Receive<SubscribeReply>(OnSubscribeReply);
        Receive<RepeatSubscribe>(_ => RequestSubscription());
        Receive<StopConsuming>(OnStop);
        Receive<GraceOver>(_ => OnGraceOver());
        Receive<HandlersStuck>(_ => OnHandlersStuck());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    public void Dispose() => _stopped.Dispose();

    protected override void PostStop()
    {
        EndTurns(_deliveries.TakeNotBegun());
        _stopped.Cancel();
        Dispose();
    }

    private void OnSessionUp()
    {
        _requests.SessionOpened();
        RequestSubscription();
    }

    private void OnSessionDown(SessionDown down)
    {
        Timers.Cancel(SubscribeTimer);
        var notBegun = _deliveries.TakeNotBegun();
        EndTurns(notBegun);
        if (!down.Moves)
            return;
        // The coordinator keeps them for this consumer for a moment, so it must hear that they are free.
        foreach (var delivery in notBegun)
            Send(new HandBack(delivery.Deliver.Delivery));
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
        // The coordinator of a new session takes what an earlier one delivered for lost, until it hears that the handlers run.
        if (reply.Accepted)
            Renew(_deliveries.Running);
    }

    private void OnDeliver(Deliver deliver)
    {
        ConsumerMetrics.Delivered.Add(1);
        if (_isStopping)
        {
            ConsumerMetrics.Dropped.Add(1);
        }
        else if (_deliveries.Add(deliver, Now, out var inHand))
        {
            LookAtLeasesSoon(deliver.Lease);
            StartHandlers();
        }
        else
        {
            ConsumerMetrics.Joined.Add(1);
            if (inHand.HasBegun)
                Renew([inHand]);
            else if (inHand.IsAsking)
                Ask(inHand);
            else
                StartHandlers();
        }
    }

    private void StartHandlers()
    {
        while (_deliveries.TryPeekAlone(out var suspect))
        {
            if (!HandBackIfOver(suspect))
            {
                _deliveries.Place(suspect);
                AskForTurnAlone(suspect);
            }
        }

        while (!_waitsForTurn && _deliveries.TryPeek(out var next))
        {
            if (HandBackIfOver(next))
                continue;
            if (_turns.TryBegin(TellSelf(TurnsFree.Instance)) is not { } turn)
            {
                _waitsForTurn = true;
                return;
            }

            _deliveries.Place(next);
            next.Turn = turn;
            Run(next);
        }
    }

    private bool HandBackIfOver(DeliveryInHand next)
    {
        if (!next.IsLeaseOver(Now))
            return false;
        _deliveries.Drop(next);
        HandBack(next);
        return true;
    }

    private void AskForTurnAlone(DeliveryInHand next)
    {
        var self = Self;
        // The lease must outlast the wait for the turn.
        var half = next.Deliver.Lease / 2;
        next.Turn = _turns.BeginAlone(half < MostAlone ? half : MostAlone, isAlone => self.Tell(new TurnChanged(next, isAlone), ActorRefs.NoSender));
    }

    /// <summary>Asks the coordinator for leave to begin, or tells it that the handler does not run alone any more.</summary>
    private void OnTurnChanged(TurnChanged changed)
    {
        if (!_deliveries.IsInHand(changed.Delivery))
            return;
        changed.Delivery.AskedAlone = changed.IsAlone;
        Ask(changed.Delivery);
    }

    /// <summary>Asks for leave to begin. The question is repeated, because the queue may have moved, and for each further attempt.</summary>
    private static void Ask(DeliveryInHand delivery) =>
        Send(new MayBegin(delivery.Deliver.Delivery, delivery.AskedAlone is true));

    private void OnBegin(Begin begin)
    {
        if (!_deliveries.TryFindAsking(begin.Delivery, out var delivery))
            return;
        delivery.Renew(Now);
        Run(delivery);
    }

    private void OnTurnsFree()
    {
        _waitsForTurn = false;
        StartHandlers();
    }

    private void Run(DeliveryInHand delivery)
    {
        delivery.Begin(Now);
        if (delivery.IsRenewalDue(Now))
            Renew([delivery]);
        _runner.RunAsync(delivery.Deliver, _stopped.Token).PipeTo(
            Self,
            success: settle => new HandlerEnded(delivery, settle),
            failure: error => new HandlerEnded(delivery, id => new Retry(id, Reason: Detail.Of(error))));
    }

    private void LookAtLeasesSoon(TimeSpan lease)
    {
        if (Timers.IsTimerActive(LookAtLeases.Instance))
            return;
        var pause = lease / LooksPerLease;
        Timers.StartSingleTimer(LookAtLeases.Instance, LookAtLeases.Instance, pause < LongestPause ? pause : LongestPause);
    }

    private void OnLookAtLeases()
    {
        var now = Now;
        foreach (var ending in _deliveries.TakeEnding(now))
            HandBack(ending);
        Renew(_deliveries.Running.Where(running => running.IsRenewalDue(now)));
        foreach (var asking in _deliveries.Asking)
            Ask(asking);
        if (_deliveries.Shortest is { } lease)
            LookAtLeasesSoon(lease);
        StartHandlers();
    }

    private void Renew(IEnumerable<DeliveryInHand> running)
    {
        foreach (var renewal in _leases.Renew(running, Now))
            Send(renewal);
    }

    private static void HandBack(DeliveryInHand delivery)
    {
        delivery.Turn?.Dispose();
        ConsumerMetrics.HandedBack.Add(1);
        Send(new HandBack(delivery.Deliver.Delivery));
    }

    private static void EndTurns(IEnumerable<DeliveryInHand> deliveries)
    {
        foreach (var delivery in deliveries)
            delivery.Turn?.Dispose();
    }

    private void OnHandlerEnded(HandlerEnded ended)
    {
        if (_deliveries.Finish(ended.Delivery) && ended.Settle is { } settle)
        {
            var item = settle(ended.Delivery.Deliver.Delivery);
            ConsumerMetrics.Settled.Add(1, new KeyValuePair<string, object?>("how", item.GetType().Name));
            Send(item);
        }

        // Not earlier: should the next handler end the process, this message is known to be settled.
        ended.Delivery.Turn?.Dispose();
        StartHandlers();
        FinishWhenIdle();
    }

    private void OnStop(StopConsuming stop)
    {
        _isStopping = true;
        EndTurns(_deliveries.TakeNotBegun());
        _runner.Stop();
        Timers.Cancel(SubscribeTimer);
        Timers.StartSingleTimer(GraceOver.Instance, GraceOver.Instance, stop.Grace);
        FinishWhenIdle();
    }

    private void FinishWhenIdle()
    {
        if (!_isStopping || _deliveries.Placed > 0)
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
        ConsumerMetrics.Stuck.Add(_deliveries.Placed, new KeyValuePair<string, object?>("group", _subscription.Group.Value));
        _logger.LogError(
            "{Count} handlers of {Group} for {Topic} still run {Wait} after their cancellation. Their messages will be delivered again. "
                + "Let the handlers obey their CancellationToken",
            _deliveries.Placed,
            _subscription.Group,
            _subscription.Topic,
            CancellationGrace);
    }

    private Action TellSelf(object message)
    {
        var self = Self;
        return () => self.Tell(message, ActorRefs.NoSender);
    }

    private static void Send(IFrameItem item) => Context.Parent.Tell(new SendItem(item));

    private sealed record HandlerEnded(DeliveryInHand Delivery, Func<DeliveryId, Settle>? Settle) : INoSerializationVerificationNeeded;

    private sealed record TurnChanged(DeliveryInHand Delivery, bool IsAlone) : INoSerializationVerificationNeeded;

    private sealed record TurnsFree : INoSerializationVerificationNeeded
    {
        public static readonly TurnsFree Instance = new();
    }

    private sealed record LookAtLeases : INoSerializationVerificationNeeded
    {
        public static readonly LookAtLeases Instance = new();
    }

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
