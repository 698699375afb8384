using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions.Access;
using Coordinator.Transactions;

namespace Coordinator.Sessions;

/// <summary>Listener to which participants connect. It admits them, starts a session for each, and closes on shutdown.</summary>
internal sealed class SessionListener : ReceiveActor, IWithTimers
{
    public const int MaxProducerGroups = 256;

    private const int LeastPendingProofs = 1_024;

    // Participants are few, but any number of addresses may come when none are configured.
    private const int MaxRates = 10_000;

    private readonly Func<SessionParts> _findParts;
    private readonly SessionOptions _options;
    private readonly TimeProvider _time;
    private readonly SessionAdmission _admission;
    private readonly RefusalLog _refusals;
    private readonly LogThrottle _dropped;
    private readonly OpenSessions _sessions = new();
    private readonly BoundedMap<string, CreationRate> _rates = new(MaxRates);
    private readonly NewNames _newNames;
    private readonly List<IActorRef> _waitingForClose = [];
    private MovingSessions? _moving;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private IReadOnlyList<string> _nodes = [];
    private SessionParts? _parts;
    private FinalWatermark? _final;
    private bool _closing;
    private long _opened;

    public SessionListener(Func<SessionParts> parts, SessionOptions options, TimeProvider time)
    {
        _findParts = parts;
        _options = options;
        _time = time;
        _admission = new SessionAdmission(
            new AccessPolicy(options.Participants), Math.Max(options.Limit, LeastPendingProofs), time);
        _refusals = new RefusalLog(_log, time);
        _newNames = new NewNames(options.NewNamesPerMinute, time);
        _dropped = new LogThrottle(time);

        Receive<PeerRequest>(OnRequest);
        Receive<PeerLeft>(OnLeft);
        Receive<OpenListener>(_ => _parts ??= _findParts());
        Receive<CloseListener>(_ => OnClose());
        Receive<MoveMore>(_ => MoveMoreSessions());
        Receive<NodesChanged>(OnNodesChanged);
        Receive<FinalWatermark>(OnFinal);
        Receive<ParticipantsChanged>(OnParticipantsChanged);
        Receive<ListSessions>(_ => Sender.Tell(new SessionList([.. _sessions.All.Select(open => Describe(open.Identity))])));
        Receive<Terminated>(ended => OnEnded(ended.ActorRef));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(Func<SessionParts> parts, SessionOptions options, TimeProvider? time = null) =>
        Akka.Actor.Props.Create(() => new SessionListener(parts, options, time ?? TimeProvider.System));

    // A failed session is not restarted: its participant opens another one.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnRequest(PeerRequest request)
    {
        switch (request.Request)
        {
            case OpenSession open:
                OnOpenSession(open, request.Connection);
                break;
            case ProveSession prove:
                OnProveSession(prove, request.Connection);
                break;
            default:
                throw new InvalidOperationException($"The request {request.Request.GetType()} has no answer.");
        }
    }

    private void OnOpenSession(OpenSession open, PeerConnection connection)
    {
        if (Problem(open) is { } refused)
            Refuse(refused, open, connection);
        else if (_sessions.TryFind(open, Sender, out var earlier))
            Announce(earlier.Identity, earlier.Session);
        else
            Answer(_admission.Open(Sender, open, connection), connection);
    }

    private void OnProveSession(ProveSession prove, PeerConnection connection)
    {
        if (NotReady(prove.Attempt) is { } refused)
            Refuse(refused, open: null, connection);
        else
            Answer(_admission.Prove(Sender, prove), connection);
    }

    private void Answer(Admission admission, PeerConnection connection)
    {
        switch (admission)
        {
            case Admission.Challenged challenged:
                Sender.Tell(challenged.Challenge);
                break;
            case Admission.Admitted admitted:
                Open(admitted, connection);
                break;
            case Admission.Refused refused:
                Refuse(refused.Refusal, refused.Open, connection);
                break;
            default:
                throw new InvalidOperationException($"The admission {admission.GetType()} has no answer.");
        }
    }

    private void Open(Admission.Admitted admitted, PeerConnection connection)
    {
        var (open, access) = (admitted.Open, admitted.Access);
        if (_sessions.TryFind(open, Sender, out var opened))
        {
            Announce(opened.Identity, opened.Session);
            return;
        }

        var principal = _admission.Policy.PrincipalOf(access, connection);
        _sessions.TryFind(access.Name, open.Instance, out var earlier);
        if (Problem(admitted, principal, earlier) is { } refused)
        {
            Refuse(refused, open, connection);
            return;
        }

        if (earlier is not null)
            Supersede(earlier, connection);
        var sessionId = (++_opened).ToString(CultureInfo.InvariantCulture);
        var identity = new SessionIdentity(
            sessionId, open.Instance, open.ProducerGroups, access, principal, Sender, open.Attempt, open.Claim, connection, admitted.Signature)
        {
            InnerInstance = _admission.Policy.InnerInstanceOf(access, open.Instance),
        };
        var session = Context.ActorOf(SessionActor.Props(identity, _parts!, RateOf(principal), _options, _dropped), $"session-{sessionId}");
        Context.Watch(session);
        _sessions.Add(new OpenedSession(identity, session));
        Announce(identity, session);
        if (_final is { } final)
            session.Tell(final);
        SessionMetrics.Open.Add(1);
        _log.Info("Opened session {0} of {1} (participant {2}).", sessionId, open.Instance, access.Name);
    }

    /// <summary>Returns the rate of a participant. It outlives its sessions, because a new one must not restore it.</summary>
    private CreationRate RateOf(string principal)
    {
        if (!_rates.TryGetValue(principal, out var rate))
            rate = new CreationRate(principal, _options.NewTopicsPerSecond, _time, _newNames);
        _rates.Set(principal, rate);
        return rate;
    }

    private void Refuse(SessionRefused refused, OpenSession? open, PeerConnection connection)
    {
        _refusals.Add(open, connection, refused, isExpected: _parts is null || _closing);
        Sender.Tell(refused);
    }

    /// <summary>
    /// Tells a participant that its session is open. The listener does this, so that two sessions in a row are announced in their
    /// order.
    /// </summary>
    private void Announce(SessionIdentity identity, IActorRef session) => identity.Participant.Tell(
        new SessionOpened(
            identity.SessionId, _nodes, _options.HeartbeatInterval, _options.Timeout, identity.Attempt, identity.Signature, _parts?.Epoch ?? 0),
        session);

    private void Supersede(OpenedSession earlier, PeerConnection connection)
    {
        var (identity, session) = earlier;
        _sessions.Remove(session);
        // The participant gave up this attempt. Send it no end of session, which it would take for the end of the next session.
        if (identity.Connection.Id == connection.Id)
        {
            Context.Stop(session);
            return;
        }

        SessionMetrics.Superseded.Add(1);
        session.Tell(new EndSession($"another process opened a session as instance {identity.Instance}.", Superseded: true, IsLost: true));
    }

    /// <summary>Describes why a request is refused before the participant is known. <c>null</c>: it is not.</summary>
    private SessionRefused? Problem(OpenSession open)
    {
        if (open.Protocol != ProtocolVersion.Current)
        {
            return new SessionRefused(
                SessionRefusal.Protocol, $"protocol must be version {ProtocolVersion.Current}, but is {open.Protocol}.", open.Attempt);
        }

        if (NotReady(open.Attempt) is { } notReady)
            return notReady;
        return open.ProducerGroups.Count > MaxProducerGroups
            ? new SessionRefused(
                SessionRefusal.Invalid,
                $"a session may have at most {MaxProducerGroups} producer groups, but has {open.ProducerGroups.Count}.",
                open.Attempt)
            : null;
    }

    private SessionRefused? NotReady(long attempt) => _parts is null || _closing
        ? new SessionRefused(SessionRefusal.NotReady, _closing ? "this node is stopping." : "this node is starting.", attempt)
        : null;

    /// <summary>Describes why a participant that is known gets no session. <c>null</c>: it gets one.</summary>
    private SessionRefused? Problem(Admission.Admitted admitted, string principal, OpenedSession? earlier)
    {
        var open = admitted.Open;
        if (admitted.IsRepeated)
            return new SessionRefused(SessionRefusal.NotReady, "the session of this proof has ended; open another one.", open.Attempt);
        if (_sessions.CountOf(principal) - (earlier?.Identity.Principal == principal ? 1 : 0) >= _options.LimitPerParticipant)
        {
            return new SessionRefused(
                SessionRefusal.NotReady,
                $"{principal} has reached its limit of {_options.LimitPerParticipant} sessions at this node (sessions.limitPerParticipant).",
                open.Attempt);
        }

        if (_sessions.CountWith(open.ProducerGroups) > _options.ProducerGroups)
        {
            NameMetrics.Refused("sessions.producerGroups");
            return new SessionRefused(
                SessionRefusal.NotReady,
                $"this node has reached its limit of {_options.ProducerGroups} producer groups (sessions.producerGroups).",
                open.Attempt);
        }

        return earlier is null && _sessions.Count >= _options.Limit
            ? new SessionRefused(
                SessionRefusal.NotReady, $"this node has reached its limit of {_options.Limit} sessions (sessions.limit).", open.Attempt)
            : null;
    }

    private void OnEnded(IActorRef session)
    {
        SessionMetrics.Open.Add(-1);
        _sessions.Remove(session);
        TellWhenClosed();
    }

    /// <summary>
    /// Ends the session of a process as soon as its connection is lost, not after the session timeout. Checks and messages go to other
    /// instances. A process that is alive opens a new session.
    /// </summary>
    private void OnLeft(PeerLeft left)
    {
        _admission.Forget(Sender);
        foreach (var opened in _sessions.OfPeer(Sender))
            opened.Session.Tell(new EndSession(left.Reason, Superseded: false, IsLost: true));
    }

    private void OnNodesChanged(NodesChanged changed)
    {
        _nodes = changed.Nodes;
        foreach (var open in _sessions.All)
            open.Session.Tell(changed);
    }

    private void OnFinal(FinalWatermark final)
    {
        _final = final;
        foreach (var open in _sessions.All)
            open.Session.Tell(final);
    }

    /// <summary>
    /// Ends sessions whose credentials do not hold any more or whose rights became fewer. Others go on with their new rights.
    /// </summary>
    private void OnParticipantsChanged(ParticipantsChanged changed)
    {
        _admission.Policy = changed.Policy;
        foreach (var open in _sessions.All)
        {
            if (changed.Policy.Renew(open.Access) is { } access)
                open.Session.Tell(new AccessChanged(open.Access = access));
            else
                open.Session.Tell(new EndSession("the participant's entry in sessions.participants has changed.", Superseded: false, IsLost: false));
        }
    }

    /// <summary>
    /// Closes the listener. While other nodes serve, the sessions move to them, and this node serves each until it has moved. Without another
    /// node they finish their commands.
    /// </summary>
    private void OnClose()
    {
        _closing = true;
        _waitingForClose.Add(Sender);
        if (_nodes.Count > 1)
        {
            _moving ??= new MovingSessions(_sessions.All.Select(open => open.Session), _options.DrainTimeout);
            MoveMoreSessions();
        }
        else
        {
            foreach (var open in _sessions.All)
                open.Session.Tell(new DrainSession());
        }

        TellWhenClosed();
    }

    private void MoveMoreSessions()
    {
        foreach (var session in _moving!.Next())
            session.Tell(new MoveSession());
        if (_moving.Any)
            Timers.StartSingleTimer(MoveMore.Instance, MoveMore.Instance, MovingSessions.Pause);
    }

    private void TellWhenClosed()
    {
        if (!_closing || Context.GetChildren().Any())
            return;
        foreach (var waiting in _waitingForClose)
            waiting.Tell(new ListenerClosed());
        _waitingForClose.Clear();
    }

    private static SessionDescription Describe(SessionIdentity identity) => new(
        identity.SessionId,
        identity.Instance.Value,
        identity.Access.Name,
        [.. identity.ProducerGroups.Select(group => group.Value)]);
}
