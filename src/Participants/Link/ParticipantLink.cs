using Akka.Actor;
using Akka.Remote;
using Coordinator.Contracts;
using Coordinator.Contracts.Common;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Link;

/// <summary>
/// Connects this process to the coordinator. It opens a session at a contact point, moves to another node when the session ends, and
/// repeats there the commands without a reply. It never watches the remote side: a lost death watch would quarantine it.
/// </summary>
internal sealed class ParticipantLink : ReceiveActor, IWithTimers
{
    private const string HeartbeatTimer = "heartbeat";
    private const string CloseTimer = "close";

    private readonly SessionOpener _opener;
    private readonly FrameSender _sender;
    private readonly CommandSender _commands;
    private readonly LinkChildren _children;
    private readonly Shutdown _shutdown = new();
    private readonly SteadyClock _clock = SteadyClock.Of(Context.System.Scheduler);
    private readonly CoordinatorConnection? _connection;
    private OpenedSession? _session;

    public ParticipantLink(LinkSettings settings, ILogger logger)
    {
        var handshake = new Handshake(settings, new HandshakeLog(settings.Instance, logger));
        _opener = new SessionOpener(settings, handshake, link: this, Context);
        _sender = new FrameSender(Self, settings.Crash);
        _commands = new CommandSender(new PendingCommands(settings.MaxPending, settings.Jitter), _sender, settings.WaitForSession, link: this);
        _children = new LinkChildren(Context, settings);
        _connection = settings.Connection;

        Receive<SubmitCommand>(OnSubmit);
        Receive<SendItem>(message => _sender.Send(message.Item));
        Receive<Frame>(OnFrame);
        Receive<FlushFrame>(_ => _sender.Flush());
        Receive<SweepCommands>(_ => OnSweep());
        Receive<SessionChallenge>(challenge => _opener.Challenged(challenge, Now));
        Receive<SessionOpened>(OnOpened);
        Receive<SessionRefused>(refused => Failing(() => _opener.Refused(refused, Now)));
        Receive<OpenTimedOut>(_ => Failing(() => _opener.TimedOut(Now)));
        Receive<RepeatOpen>(_ => _opener.Repeat());
        Receive<ConnectDue>(_ => _opener.Connect());
        Receive<HeartbeatDue>(_ => OnHeartbeatDue());
        Receive<AssociationEvent>(OnAssociationEvent);
        Receive<StopConsuming>(OnStopConsuming);
        Receive<ConsumingStopped>(_ => _shutdown.ConsumerStopped());
        Receive<CloseLink>(OnClose);
        Receive<CloseGraceOver>(_ => Close());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _clock.Now;

    private bool IsFromSession => Sender.Equals(_session?.Actor);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
        _commands.SessionMissing(Now);
        _opener.Connect();
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        _commands.FailAll("the participant is stopping");
    }

    private void OnSubmit(SubmitCommand submit)
    {
        if (_shutdown.IsClosing)
            submit.Refuse("The participant is stopping.");
        else
            _commands.Submit(submit, Now, _opener.LastFailure);
    }

    private void OnSweep()
    {
        _commands.Sweep(Now, _opener.LastFailure);
        CloseWhenIdle();
    }

    /// <summary>Takes frames of an earlier session too: what they tell is still true.</summary>
    private void OnFrame(Frame frame)
    {
        if (IsFromSession)
            _session!.Heard(Now);
        foreach (var item in frame.Items)
            OnItem(item);
        CloseWhenIdle();
    }

    private void OnItem(IFrameItem item)
    {
        switch (item)
        {
            case TransactionReply reply:
                _commands.Answered(reply, Now);
                break;
            // A stranger must not send the participant to nodes of its own.
            case NodesChanged changed when IsFromSession:
                _opener.Learn(changed);
                break;
            case SessionClosed closed when IsFromSession:
                LoseSession($"the coordinator closed the session: {closed.Reason}", closed);
                break;
            // Nor may it tell of what may be forgotten.
            case FinalIds or SettledBelow when !IsFromSession:
                break;
            case SubscribeReply { Accepted: true } reply when IsFromSession:
                _sender.Subscribed(new SubscriptionKey(reply.Group, reply.Topic));
                _children.Take(item);
                break;
            // The session has the subscription, even if some queues of its topic have not confirmed it.
            case Deliver deliver when IsFromSession:
                _sender.Subscribed(new SubscriptionKey(deliver.Delivery.Group, deliver.Delivery.Queue.Topic));
                _children.Take(item);
                break;
            default:
                _children.Take(item);
                break;
        }
    }

    private void OnOpened(SessionOpened opened)
    {
        if (IsFromSession)
            return;
        if (_session is null && _opener.Opened(opened, Sender, Now) is { } session)
            Open(session);
        else
            Sender.Tell(new Frame([new SessionClosed("the participant does not use this session")]));
    }

    private void Open(OpenedSession session)
    {
        _session = session;
        _sender.Connect(session.Actor);
        Timers.StartPeriodicTimer(HeartbeatTimer, HeartbeatDue.Instance, session.HeartbeatInterval);
        _connection?.Opened();
        _children.TellAll(new SessionUp(session.Epoch));
        _commands.SendAll(Now);
        _sender.SendKept();
    }

    private void OnHeartbeatDue()
    {
        if (_session?.SilenceOver(Now) is { } silence)
            LoseSession($"the coordinator was silent for {silence}");
        else if (_session is not null)
            _sender.Send(_session.NextHeartbeat());
    }

    private void OnAssociationEvent(AssociationEvent lost)
    {
        if (_session is null && lost is AssociationErrorEvent error)
            Failing(() => _opener.Unreachable(error, Now));
        else if (_session is not null && lost.RemoteAddress.Equals(_session.Actor.Path.Address))
            LoseSession("the connection broke");
    }

    private void LoseSession(string reason, SessionClosed? closed = null)
    {
        var lost = _session!;
        _session = null;
        _sender.Disconnect();
        _commands.SessionMissing(Now);
        Timers.Cancel(HeartbeatTimer);
        Failing(() => _opener.Lost(lost, reason, closed, Now));
        _children.TellAll(new SessionDown(closed?.Moves is true));
    }

    /// <summary>Tells the service why there is no session.</summary>
    private void Failing(Action attempt)
    {
        attempt();
        if (_session is null)
            _connection?.Missing(_opener.LastFailure);
    }

    private void OnStopConsuming(StopConsuming stop)
    {
        _shutdown.StopConsuming(Sender, _children.ConsumerCount);
        _children.TellConsumers(stop);
    }

    private void OnClose(CloseLink close)
    {
        _shutdown.BeginClose(Sender);
        Timers.StartSingleTimer(CloseTimer, CloseGraceOver.Instance, close.Grace);
        CloseWhenIdle();
    }

    private void CloseWhenIdle()
    {
        if (_shutdown.IsClosing && _commands.IsIdle)
            Close();
    }

    private void Close()
    {
        _commands.FailAll("the participant is stopping");
        if (_session is not null)
        {
            _sender.Send(new SessionClosed("the participant is stopping"));
            _sender.Flush();
        }

        Timers.CancelAll();
        _connection?.Missing("the participant is stopping");
        _shutdown.Closed();
        Become(Closed);
    }

    private void Closed()
    {
        Receive<SubmitCommand>(OnSubmit);
        ReceiveAny(_ => { });
    }
}
