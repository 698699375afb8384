using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Testing.Remoting;

namespace Coordinator.Participants.Tests;

/// <summary>
/// A coordinator that does what a test says, in an actor system of its own, behind real remoting. It accepts sessions and every
/// command by default; <see cref="Answer" /> scripts something else.
/// </summary>
internal sealed class FakeCoordinator : IAsyncDisposable
{
    private static readonly Config Strict =
        ConfigurationFactory.ParseString("akka.actor.serialization-settings.allow-unregistered-types = off");

    private readonly ActorSystem _system;
    private readonly IActorRef _listener;

    private FakeCoordinator(ActorSystem system)
    {
        _system = system;
        _listener = system.ActorOf(Props.Create(() => new Listener(this)), SessionListenerAddress.ActorName);
    }

    public string ContactPoint => $"127.0.0.1:{Port}";

    public int Port => ((ExtendedActorSystem)_system).Provider.DefaultAddress.Port!.Value;

    /// <summary>Attempts to open a session that arrived, refused ones included.</summary>
    public ConcurrentQueue<OpenSession> Opened { get; } = new();

    /// <summary>All frames, in the order of their arrival.</summary>
    public ConcurrentQueue<Frame> Frames { get; } = new();

    public IEnumerable<IFrameItem> Items => Frames.SelectMany(frame => frame.Items);

    public IEnumerable<ITransactionCommand> Commands => Items.OfType<ITransactionCommand>();

    /// <summary>Makes the answer to an item; <c>null</c> for no answer.</summary>
    public Func<IFrameItem, IFrameItem?> Answer { get; set; } = AcceptAll;

    /// <summary>Refusal of every attempt to open a session; <c>null</c> accepts them.</summary>
    public SessionRefused? Refusal { get; set; }

    public IReadOnlyList<string> Nodes { get; set; } = [];

    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Waits for what a test is about.</summary>
    public bool EchoesHeartbeats { get; set; } = true;

    public static FakeCoordinator Start(int port = 0)
    {
        return new FakeCoordinator(LoopbackRole.System(SessionListenerAddress.SystemName, Strict, port));
    }

    public static IFrameItem? AcceptAll(IFrameItem item) => item switch
    {
        ITransactionCommand command => Reply(command, TransactionOutcome.Accepted),
        Subscribe subscribe => new SubscribeReply(subscribe.Group, subscribe.Topic, Accepted: true),
        _ => null,
    };

    public static TransactionReply Reply(
        ITransactionCommand command,
        TransactionOutcome outcome,
        TransactionPhase? phase = null) =>
        new(command.Id, command.Kind, outcome, phase ?? PhaseAfter(command), Number: command.Number);

    /// <summary>To the participant that opened the last session, behind the opening.</summary>
    public void Send(params IFrameItem[] items) => _listener.Tell(new Frame(items));

    public ValueTask DisposeAsync() => new(_system.Terminate());

    private static TransactionPhase PhaseAfter(ITransactionCommand command) => command.Kind switch
    {
        TransactionCommandKind.Prepare => TransactionPhase.Prepared,
        TransactionCommandKind.Commit => TransactionPhase.Committed,
        _ => TransactionPhase.RolledBack,
    };

    private sealed class Listener : ReceiveActor
    {
        private readonly Dictionary<(IActorRef Participant, long Attempt), (SessionOpened Opened, IActorRef Session)> _sessions = [];
        private readonly FakeCoordinator _owner;
        private (IActorRef Participant, IActorRef Session) _last;

        public Listener(FakeCoordinator owner)
        {
            _owner = owner;
            Receive<OpenSession>(OnOpenSession);
            Receive<Frame>(frame => _last.Participant.Tell(frame, _last.Session));
        }

        private void OnOpenSession(OpenSession open)
        {
            if (_sessions.TryGetValue((Sender, open.Attempt), out var earlier))
            {
                // A slow answer is asked for again, as on a busy machine: that opens nothing new, here as in the real one.
                Sender.Tell(earlier.Opened, earlier.Session);
                return;
            }

            _owner.Opened.Enqueue(open);
            if (_owner.Refusal is { } refusal)
            {
                Sender.Tell(refusal);
                return;
            }

            var session = Context.ActorOf(Props.Create(() => new SessionActor(_owner)));
            var opened = new SessionOpened(
                $"s{_owner.Opened.Count}", _owner.Nodes, _owner.HeartbeatInterval, _owner.SessionTimeout, open.Attempt);
            _sessions[(Sender, open.Attempt)] = (opened, session);
            _last = (Sender, session);
            Sender.Tell(opened, session);
        }
    }

    private sealed class SessionActor : ReceiveActor
    {
        public SessionActor(FakeCoordinator owner) => Receive<Frame>(frame =>
        {
            // A test that sees the frame may change what is answered: to the next one. One that sees an answer finds the frame.
            var answers = frame.Items.Select(item => item is Heartbeat && owner.EchoesHeartbeats ? item : owner.Answer(item)).ToList();
            owner.Frames.Enqueue(frame);
            foreach (var answer in answers.OfType<IFrameItem>())
                Sender.Tell(new Frame([answer]), Self);
        });
    }
}
