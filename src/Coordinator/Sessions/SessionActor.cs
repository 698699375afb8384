using Akka.Actor;
using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;

namespace Coordinator.Sessions;

/// <summary>
/// Session of one connected participant. It receives frames and sends replies, checks and deliveries. It never asks another actor
/// and never waits.
/// </summary>
internal sealed class SessionActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(500);

    // Time for which a session that moves takes what its participant had sent before it knew, and passes answers on.
    private static readonly TimeSpan MoveLinger = TimeSpan.FromSeconds(1);

    // Far below the limit of remoting: many small items share a frame, and a large message travels by itself.
    private static readonly FrameLimits FrameLimits = new(Items: 1_024, Bytes: 1024 * 1024);

    private readonly SessionIdentity _identity;
    private readonly SessionOptions _options;
    private readonly FrameBuffer _frame;
    private readonly ProducerSession _producer;
    private readonly ConsumerSession _consumer;
    private readonly DroppedItems _dropped;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    // Time is counted in ticks, so a jump of the clock ends no session.
    private long _tick;
    private long _lastFrameAt;
    private long? _drainEndsAt;
    private long? _movedAt;
    private long _registersUntil;
    private bool _isLost;

    public SessionActor(SessionIdentity identity, SessionParts parts, ICreationRate rate, SessionOptions options, LogThrottle dropped)
    {
        _identity = identity;
        _options = options;
        var self = Self;
        _frame = new FrameBuffer(
            FrameLimits, frame => identity.Participant.Tell(frame, self), requestFlush: () => self.Tell(FlushFrame.Instance));
        var inFlight = new CommandsInFlight(options.MaxCommandsInFlight, options.MaxCommandBytesInFlight, Ticks(options.CommandTimeout));
        _dropped = new DroppedItems(identity.InnerInstance, identity.Principal, _log, dropped);
        _producer = new ProducerSession(
            identity.InnerInstance, identity.ProducerGroups, identity.Access, parts, rate, inFlight, _frame, _dropped, Self);
        var context = Context;
        _consumer = new ConsumerSession(
            identity.InnerInstance, identity.Access, parts, rate, options, _frame, _dropped, Self, delivery => context.Watch(delivery));

        Receive<InboundFrame>(OnInboundFrame);
        Receive<TransactionReply>(_producer.Answered);
        Receive<HandOverJudged>(judged => _producer.Deliver(judged.Reply));
        Receive<TopicsKnown>(OnTopicsKnown);
        Receive<CheckTransaction>(_frame.Add);
        Receive<TopicJoined>(_consumer.Joined);
        Receive<ConsumerAttached>(attached => _consumer.Attached(attached, Sender));
        Receive<ConsumerRefused>(refused => _consumer.Refused(refused, _tick));
        Receive<Begin>(_consumer.Begin);
        Receive<SettledBelow>(_consumer.Settled);
        Receive<Deliver>(deliver => OnDeliver(deliver));
        Receive<FlushFrame>(_ => _frame.Flush());
        Receive<Tick>(_ => OnTick());
        Receive<RepeatCommands>(_ => OnRepeatCommands());
        Receive<Terminated>(ended => _consumer.DeliveryEnded(ended.ActorRef));
        Receive<NodesChanged>(OnNodesChanged);
        Receive<FinalWatermark>(OnFinal);
        Receive<AccessChanged>(OnAccessChanged);
        Receive<EndSession>(end => End(end.Reason, end.Superseded, end.IsLost));
        Receive<DrainSession>(_ => _drainEndsAt ??= _tick + Ticks(options.DrainTimeout));
        Receive<MoveSession>(_ => OnMove());

        _producer.Register();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        SessionIdentity identity, SessionParts parts, ICreationRate rate, SessionOptions options, LogThrottle dropped) =>
        Akka.Actor.Props.Create(() => new SessionActor(identity, parts, rate, options, dropped));

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);

    protected override void PostStop()
    {
        _consumer.Leave(_isLost);
        _producer.Unregister();
        _frame.Flush();
    }

    private void OnInboundFrame(InboundFrame inbound)
    {
        try
        {
            OnFrame(inbound.Frame);
        }
        finally
        {
            inbound.Handled();
        }
    }

    private void OnFrame(Frame frame)
    {
        _lastFrameAt = _tick;
        Heartbeat? heartbeat = null;
        foreach (var item in frame.Items)
        {
            if (item is Heartbeat beat)
                heartbeat = beat;
            else if (!Take(item))
                return;
        }

        // One answer tells as much as many. A frame of heartbeats alone would otherwise be answered by as many.
        if (heartbeat is not null)
            _frame.Add(heartbeat);
    }

    /// <summary>Handles one item; false when it ended the session.</summary>
    private bool Take(IFrameItem item)
    {
        switch (item)
        {
            case ITransactionCommand command:
                _producer.Take(command, _tick, draining: _drainEndsAt is not null);
                AwaitAnswers();
                return true;
            case Settle settle:
                _consumer.Take(settle);
                return true;
            case RenewLeases renew:
                _consumer.Take(renew);
                return true;
            case MayBegin begin:
                _consumer.Take(begin);
                return true;
            case CheckAnswer answer:
                _producer.Take(answer);
                return true;
            case Subscribe subscribe:
                if (_movedAt is null)
                    _consumer.Take(subscribe, _tick);
                return true;
            case Unsubscribe unsubscribe:
                _consumer.Take(unsubscribe);
                return true;
            case SessionClosed closed:
                _log.Info("Participant {0} closed session {1}: {2}", _identity.Instance, _identity.SessionId, closed.Reason);
                Context.Stop(Self);
                return false;
            case UnreadableItem unreadable:
                _dropped.Add("unreadable", () => $"it cannot be read: {unreadable.Reason}");
                return true;
            default:
                _dropped.Add("not_for_participants", () => $"it is a {item.GetType().Name}, which only the coordinator may send.");
                return true;
        }
    }

    private void OnTopicsKnown(TopicsKnown known)
    {
        _producer.Forward(known);
        AwaitAnswers();
    }

    private void OnAccessChanged(AccessChanged changed)
    {
        _producer.Access = changed.Access;
        _consumer.Access = changed.Access;
    }

    private void OnDeliver(Deliver deliver)
    {
        if (_movedAt is not null)
            _consumer.HandBack(deliver);
        // A draining session takes no new deliveries. The group's next member gets them.
        else if (_drainEndsAt is null)
            _consumer.Deliver(deliver);
    }

    /// <summary>
    /// Sends the participant to another node. What it sends until it has read that is still taken, and answers still go to it. A command
    /// without an answer is repeated at the other node.
    /// </summary>
    private void OnMove()
    {
        if (_movedAt is not null)
            return;
        _movedAt = _tick;
        SessionMetrics.Moved.Add(1);
        _log.Info("Session {0} of {1} moves to another node.", _identity.SessionId, _identity.Instance);
        _frame.Add(new SessionClosed("the node is stopping; open a session at another one.", Moves: true));
        _frame.Flush();
        _consumer.Move();
    }

    private void OnNodesChanged(NodesChanged changed)
    {
        _frame.Add(changed);
        // Check senders may have moved with their shards.
        _registersUntil = _tick + Ticks(_options.AttachInterval);
    }

    /// <summary>Tells the participant what is final of its own producer groups.</summary>
    private void OnFinal(FinalWatermark final)
    {
        foreach (var group in _identity.ProducerGroups)
            _frame.Add(new FinalIds(group, final.Before, [.. final.Except.Where(open => open.Group == group).Select(open => open.Id)]));
    }

    private void AwaitAnswers()
    {
        if (_producer.Waits && !Timers.IsTimerActive(RepeatCommands.Instance))
            Timers.StartSingleTimer(RepeatCommands.Instance, RepeatCommands.Instance, CommandRepeats.Round);
    }

    private void OnRepeatCommands()
    {
        _producer.Repeat();
        AwaitAnswers();
    }

    private void OnTick()
    {
        _tick++;
        if (_tick - _lastFrameAt > Ticks(_options.Timeout))
        {
            SessionMetrics.TimedOut.Add(1);
            End($"the participant sent nothing for {Duration.Write(_options.Timeout)}.", isLost: true);
            return;
        }

        _producer.Tick(_tick);
        if (_movedAt is { } moved)
        {
            if (_tick - moved >= Ticks(MoveLinger))
                Context.Stop(Self);
            return;
        }

        if (_drainEndsAt is { } drainEnds)
        {
            if (_producer.Idle || _tick >= drainEnds)
                End("the coordinator is stopping.");
            return;
        }

        var repeats = _tick % Ticks(_options.AttachInterval) == 0;
        if (repeats || (_tick <= _registersUntil && _tick % Ticks(TimeSpan.FromSeconds(1)) == 0))
            _producer.Register();
        _consumer.AttachToMissing(_tick);
        if (_tick % Ticks(TimeSpan.FromSeconds(2)) == 0)
            _consumer.Tick(_tick, Ticks(_options.SubscribeTimeout), attachAll: repeats);
    }

    private void End(string reason, bool superseded = false, bool isLost = false)
    {
        _isLost = isLost;
        _log.Info("Session {0} of {1} ends: {2}", _identity.SessionId, _identity.Instance, reason);
        _frame.Add(new SessionClosed(reason, superseded));
        Context.Stop(Self);
    }

    private static long Ticks(TimeSpan duration) => (long)Math.Ceiling(duration / TickInterval);
}
