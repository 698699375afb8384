using Akka.Actor;
using Akka.Remote;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>
/// The one connection of this process to the coordinator: opens a session at a contact point, moves to another when it goes, and
/// repeats there what is in doubt. It never watches the remote side: a lost death watch would quarantine it.
/// </summary>
internal sealed partial class ParticipantLink : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(50);

    private readonly LinkSettings _settings;
    private readonly ILogger _logger;
    private readonly ContactPoints _contactPoints;
    private readonly PendingCommands _pending;
    private readonly OfflineBuffer _held = new();
    private readonly Dictionary<SubscriptionKey, IActorRef> _consumers = [];
    private IActorRef _checks = ActorRefs.Nobody;

    public ParticipantLink(LinkSettings settings, ILogger logger)
    {
        _settings = settings;
        _logger = logger;
        _contactPoints = new ContactPoints(settings.ContactPoints);
        _pace = new ReconnectBackoff(settings.ReconnectMinBackoff, settings.ReconnectMaxBackoff, settings.Jitter);
        _pending = new PendingCommands(settings.Jitter);
        var self = Self;
        _frame = new FrameBuffer(FrameLimits, SendFrame, requestFlush: () => self.Tell(Flush.Instance));
        Become(Opening);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    protected override void PreStart()
    {
        _checks = Context.ActorOf(_settings.Checks, "checks");
        var number = 0;
        foreach (var (key, props) in _settings.Consumers)
            _consumers.Add(key, Context.ActorOf(props, $"consumer-{++number}"));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        Connect();
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _pending.FailAll("the participant is stopping");
    }

    /// <summary>What is understood with and without a session.</summary>
    private void Always()
    {
        Receive<SubmitCommand>(Submit);
        Receive<SendItem>(message => Send(message.Item));
        Receive<Sweep>(_ => OnSweep());
        Receive<StopConsuming>(OnStopConsuming);
        Receive<ConsumingStopped>(_ => OnConsumerStopped());
        Receive<CloseLink>(OnClose);
        Receive<CloseNow>(_ => CloseSession());
        Receive<Flush>(_ => _frame.Flush());
        Receive<AssociationEvent>(lost => OnAssociationLost(lost));
    }

    private void Submit(SubmitCommand submit)
    {
        if (_closer is not null)
        {
            Refuse(submit, "The participant is stopping.");
            return;
        }

        if (_pending.Count >= _settings.MaxPending)
        {
            Refuse(submit, $"{_pending.Count} commands are in doubt.");
            return;
        }

        if (_pending.Add(submit, Now) is { } entry && _session is not null)
            SendCommand(entry);
        ArmSweep();
    }

    /// <summary>A command that nobody waits for would have saved a check: without it, the check is made.</summary>
    private static void Refuse(SubmitCommand submit, string why)
    {
        if (submit.Reply is { } reply)
            reply.TrySetException(new CoordinatorUnavailableException(why));
        else
            LinkMetrics.CommandsDropped.Add(1);
    }

    private void SendCommand(PendingCommand entry)
    {
        if (entry.TimesSent > 0)
            LinkMetrics.CommandsRepeated.Add(1);
        Send(_pending.Take(entry, Now));
    }

    private void ArmSweep()
    {
        if (_pending.Count > 0 && !Timers.IsTimerActive(Sweep.Instance))
            Timers.StartSingleTimer(Sweep.Instance, Sweep.Instance, SweepInterval);
    }

    /// <summary>One timer for all commands: gives up what is overdue, repeats what is due.</summary>
    private void OnSweep()
    {
        var now = Now;
        _pending.Expire(
            now,
            _session is null ? $"there is no session with the coordinator ({_why})" : "its reply did not come in time");
        if (_session is not null)
        {
            foreach (var entry in _pending.All)
            {
                if (entry.RepeatAt <= now)
                    SendCommand(entry);
            }
        }

        CloseWhenIdle();
        ArmSweep();
    }

    private void OnFrame(Frame frame)
    {
        // Also frames of an earlier session count: what they say is still true.
        foreach (var item in frame.Items)
            OnItem(item);
        CloseWhenIdle();
    }

    private void OnItem(IFrameItem item)
    {
        switch (item)
        {
            case TransactionReply reply:
                _pending.Answered(reply, Now);
                break;
            case CheckTransaction check:
                _checks.Tell(check);
                break;
            case Deliver deliver:
                TellConsumer(new SubscriptionKey(deliver.Delivery.Group, deliver.Delivery.Queue.Topic), deliver);
                break;
            case SubscribeReply reply:
                TellConsumer(new SubscriptionKey(reply.Group, reply.Topic), reply);
                break;
            case NodesChanged changed:
                _contactPoints.Learn(changed.Nodes);
                break;
            case SessionClosed closed when Sender.Equals(_session):
                OnClosed(closed);
                break;
        }
    }

    private void TellConsumer(SubscriptionKey key, object message)
    {
        if (_consumers.TryGetValue(key, out var consumer))
            consumer.Tell(message);
    }

    private void TellConsumers(object message)
    {
        foreach (var consumer in _consumers.Values)
            consumer.Tell(message);
    }

    private sealed record Sweep : INoSerializationVerificationNeeded
    {
        public static readonly Sweep Instance = new();
    }
}
