using System.Globalization;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Sessions;

/// <summary>Listener to which participants connect. It admits them, starts a session for each, and closes on shutdown.</summary>
internal sealed class SessionListener : ReceiveActor
{
    public const int MaxProducerGroups = 256;

    private readonly Func<SessionParts> _findParts;
    private readonly SessionOptions _options;
    private readonly AccessPolicy _access;
    private readonly Dictionary<InstanceId, (SessionIdentity Identity, IActorRef Session)> _sessions = [];
    private readonly List<IActorRef> _waitingForClose = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    private IReadOnlyList<string> _nodes = [];
    private SessionParts? _parts;
    private bool _closing;
    private long _opened;

    public SessionListener(Func<SessionParts> parts, SessionOptions options)
    {
        _findParts = parts;
        _options = options;
        _access = new AccessPolicy(options.Participants);

        Receive<OpenSession>(OnOpenSession);
        Receive<OpenListener>(_ => _parts ??= _findParts());
        Receive<CloseListener>(_ => OnClose());
        Receive<NodesChanged>(OnNodesChanged);
        Receive<ListSessions>(_ => Sender.Tell(new SessionList([.. _sessions.Values.Select(open => Describe(open.Identity))])));
        Receive<Terminated>(ended => OnEnded(ended.ActorRef));
        Receive<DisassociatedEvent>(OnConnectionLost);
    }

    public static Props Props(Func<SessionParts> parts, SessionOptions options) =>
        Akka.Actor.Props.Create(() => new SessionListener(parts, options));

    // A failed session is not restarted: its participant opens another one.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));

    private void OnOpenSession(OpenSession open)
    {
        if (Refusal(open, out var access) is { } refused)
        {
            SessionMetrics.Refused.Add(1);
            _log.Info("Refused to open a session for {0}: {1}", open.Instance, refused.Detail);
            Sender.Tell(refused);
            return;
        }

        if (_sessions.TryGetValue(open.Instance, out var earlier))
        {
            if (earlier.Identity.Participant.Equals(Sender) && earlier.Identity.Attempt == open.Attempt)
            {
                // The request was repeated, because remoting may drop messages. Repeat the answer.
                Announce(earlier.Identity, earlier.Session);
                return;
            }

            _sessions.Remove(open.Instance);
            Supersede(earlier.Identity, earlier.Session);
        }

        var sessionId = (++_opened).ToString(CultureInfo.InvariantCulture);
        var identity = new SessionIdentity(sessionId, open.Instance, open.ProducerGroups, access!, Sender, open.Attempt);
        var session = Context.ActorOf(SessionActor.Props(identity, _parts!, _options), $"session-{sessionId}");
        Context.Watch(session);
        _sessions[open.Instance] = (identity, session);
        Announce(identity, session);
        SessionMetrics.Open.Add(1);
        _log.Info("Opened session {0} of {1} (participant {2}).", sessionId, open.Instance, access!.Name);
    }

    /// <summary>
    /// Tells a participant that its session is open. The listener does this, so that two sessions in a row are announced in their
    /// order.
    /// </summary>
    private void Announce(SessionIdentity identity, IActorRef session) => identity.Participant.Tell(
        new SessionOpened(identity.SessionId, _nodes, _options.HeartbeatInterval, _options.Timeout, identity.Attempt), session);

    private void Supersede(SessionIdentity identity, IActorRef session)
    {
        // The participant gave up this attempt. Send it no end of session, which it would take for the end of the next session.
        if (identity.Participant.Equals(Sender))
        {
            Context.Stop(session);
            return;
        }

        SessionMetrics.Superseded.Add(1);
        session.Tell(new EndSession($"another process opened a session as instance {identity.Instance}.", Superseded: true));
    }

    private SessionRefused? Refusal(OpenSession open, out ParticipantAccess? access)
    {
        access = null;
        if (open.Protocol != ProtocolVersion.Current)
        {
            return new SessionRefused(
                SessionRefusal.Protocol, $"protocol must be version {ProtocolVersion.Current}, but is {open.Protocol}.");
        }

        if (_parts is null || _closing)
            return new SessionRefused(SessionRefusal.NotReady, _closing ? "this node is stopping." : "this node is starting.");
        if (open.ProducerGroups.Count > MaxProducerGroups)
        {
            return new SessionRefused(
                SessionRefusal.Invalid, $"a session may have at most {MaxProducerGroups} producer groups, but has {open.ProducerGroups.Count}.");
        }

        access = _access.Admit(open.Credentials, open.ProducerGroups, out var reason);
        if (access is null)
            return new SessionRefused(SessionRefusal.Credentials, reason);
        if (_sessions.TryGetValue(open.Instance, out var earlier))
        {
            return earlier.Identity.Access.Name == access.Name
                ? null
                : new SessionRefused(SessionRefusal.Credentials, $"instance {open.Instance} belongs to another participant.");
        }

        return _sessions.Count >= _options.Limit
            ? new SessionRefused(SessionRefusal.NotReady, $"this node has reached its limit of {_options.Limit} sessions (sessions.limit).")
            : null;
    }

    private void OnEnded(IActorRef session)
    {
        SessionMetrics.Open.Add(-1);
        foreach (var (instance, open) in _sessions)
        {
            if (open.Session.Equals(session))
            {
                _sessions.Remove(instance);
                break;
            }
        }

        TellWhenClosed();
    }

    /// <summary>
    /// Ends the sessions of a process as soon as its connection is lost, not after the session timeout. Checks and messages go to
    /// other instances. A process that is alive opens a new session.
    /// </summary>
    private void OnConnectionLost(DisassociatedEvent lost)
    {
        foreach (var (identity, session) in _sessions.Values)
        {
            if (identity.Participant.Path.Address.Equals(lost.RemoteAddress))
                session.Tell(new EndSession("the connection was lost.", Superseded: false));
        }
    }

    private void OnNodesChanged(NodesChanged changed)
    {
        _nodes = changed.Nodes;
        foreach (var open in _sessions.Values)
            open.Session.Tell(changed);
    }

    private void OnClose()
    {
        _closing = true;
        _waitingForClose.Add(Sender);
        foreach (var open in _sessions.Values)
            open.Session.Tell(new DrainSession());
        TellWhenClosed();
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
