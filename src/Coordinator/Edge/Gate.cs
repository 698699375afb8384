using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions;

namespace Coordinator.Edge;

/// <summary>
/// Passes the messages of one session on, in both directions. It is the only actor that a participant can reach beside the listener, and
/// it knows its session in-process: no reference of the edge leaves the process.
/// </summary>
internal sealed class Gate : ReceiveActor
{
    private const string NotOfParticipants = "the peer sent a message that only the coordinator may send.";

    private readonly EdgeConnection _connection;
    private readonly IActorRef _participant;
    private readonly IActorRef _sessions;
    private IActorRef? _session;

    /// <param name="connection">The connection.</param>
    /// <param name="participant">Actor of the participant, at the other end of the connection.</param>
    /// <param name="sessions">Session listener, in the inner actor system.</param>
    public Gate(EdgeConnection connection, IActorRef participant, IActorRef sessions)
    {
        _connection = connection;
        _participant = participant;
        _sessions = sessions;
        Receive<ISessionRequest>(OnRequest);
        Receive<Frame>(OnFrame);
        Receive<SessionOpened>(OnOpened);
        Receive<Unreadable>(unreadable => _connection.End($"the peer sent a message that cannot be read: {unreadable.Reason}"));
        Receive<IWireMessage>(message => _participant.Tell(message, Self), IsFromInside);
        Receive<IWireMessage>(_ => _connection.End(NotOfParticipants));
        Receive<Terminated>(ended => OnSessionEnded(ended.ActorRef));
        Receive<GateReplaced>(_ => Leave("the participant gave this attempt up."));
        Receive<ConnectionEnded>(_ => Leave("the connection was lost."));
    }

    private bool SenderIsInside => Sender is IInternalActorRef { IsLocal: true };

    public static Props Props(EdgeConnection connection, IActorRef participant, IActorRef sessions) => Akka.Actor.Props
        .Create(() => new Gate(connection, participant, sessions))
        .WithDispatcher(InlineExecutor.DispatcherId);

    protected override void PostStop() => _connection.Dismiss(Self.Path.ToStringWithoutAddress());

    private bool IsFromInside(IWireMessage message) => SenderIsInside;

    private void OnRequest(ISessionRequest request)
    {
        _sessions.Tell(new PeerRequest(request, _connection.Peer), Self);
        _connection.Credit.Release();
    }

    private void OnFrame(Frame frame)
    {
        if (SenderIsInside)
            _participant.Tell(frame, Self);
        else if (_session is { } session)
            session.Tell(new InboundFrame(frame, _connection.Credit.Release), Self);
        else
            _connection.Credit.Release();
    }

    private void OnOpened(SessionOpened opened)
    {
        if (!SenderIsInside)
        {
            _connection.End(NotOfParticipants);
            return;
        }

        if (!Sender.Equals(_session))
        {
            _session = Sender;
            Context.Watch(_session);
            _connection.Admit(Self.Path.ToStringWithoutAddress());
        }

        _participant.Tell(opened, Self);
    }

    private void OnSessionEnded(IActorRef session)
    {
        if (session.Equals(_session))
            Leave("the session has ended.");
    }

    private void Leave(string reason)
    {
        _sessions.Tell(new PeerLeft(reason), Self);
        Context.Stop(Self);
    }
}
