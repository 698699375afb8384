using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions;

/// <summary>Session listener with probes as its dependencies, a participant that connects, and virtual time.</summary>
public abstract class SessionKit : TestKit
{
    internal static readonly ProducerGroup Orders = new("orders");

    internal const string Nonce = "fyko+d2lbbFgONRv9qkx";

    private int _attempts = 100;

    protected SessionKit()
        : base("""akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
    {
        Participant = CreateTestProbe("participant");
        Transactions = CreateTestProbe("transactions");
        Queues = CreateTestProbe("queues");
        Checks = CreateTestProbe("checks");
    }

    internal SessionOptions Options { get; } = new();

    internal FixedTopics Topics { get; } = new();

    protected TestProbe Participant { get; }

    protected TestProbe Transactions { get; }

    protected TestProbe Queues { get; }

    protected TestProbe Checks { get; }

    protected void Advance(TimeSpan duration)
    {
        // Advance step by step, as each tick starts the next timer.
        for (var passed = TimeSpan.Zero; passed < duration; passed += TimeSpan.FromMilliseconds(500))
            ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromMilliseconds(500));
    }

    /// <summary>Epoch of the coordinator, whose restore is open or not.</summary>
    protected long Epoch { get; set; }

    protected bool IsRestoreOpen { get; set; }

    internal IActorRef StartListener(bool open = true, TimeProvider? time = null)
    {
        var listener = Sys.ActorOf(SessionListener.Props(
            () => new SessionParts(Transactions, Queues, Checks, Topics, Epoch) { IsRestoreOpenAsync = () => Task.FromResult(IsRestoreOpen) }, Options, time));
        if (open)
            listener.Tell(new OpenListener());
        return listener;
    }

    internal IActorRef OpenSession(IActorRef? listener = null, string instance = "orders-1", TestProbe? participant = null, long attempt = 1)
    {
        participant ??= Participant;
        (listener ?? StartListener()).Tell(
            FromPeer(new OpenSession(ProtocolVersion.Current, new InstanceId(instance), [Orders], Attempt: attempt), participant), participant);
        participant.ExpectMsg<SessionOpened>();
        Checks.FishForMessage(message => message is RegisterProducer);
        return participant.LastSender;
    }

    /// <summary>Opens a session of a participant with this access, and returns the session.</summary>
    private protected IActorRef OpenAs(
        ParticipantAccess access, string instance = "service-1", IReadOnlyList<ProducerGroup>? groups = null, IActorRef? listener = null)
    {
        if (listener is null)
            Configure(access);
        Prove(
            listener ?? StartListener(),
            new OpenSession(ProtocolVersion.Current, new InstanceId(instance), groups ?? [], Attempt: ++_attempts),
            access.Name,
            access.Secret);
        Participant.ExpectMsg<SessionOpened>();
        return Participant.LastSender;
    }

    /// <summary>Configures participants. Call it before the listener starts, which reads them once.</summary>
    private protected void Configure(params ParticipantAccess[] participants)
    {
        foreach (var access in participants)
        {
            if (access.Name.Length == 0)
                access.Name = "service";
            access.Secret = SecretOf(access);
        }

        Options.Participants = participants;
    }

    private protected static string SecretOf(ParticipantAccess access) => $"the secret of {access.Name}";

    /// <summary>Opens a session up to the proof. The test expects the answer to it.</summary>
    internal ScramExchange Prove(IActorRef listener, OpenSession open, string name, string secret)
    {
        var claim = new SessionClaim(name, Nonce);
        listener.Tell(FromPeer(open with { Claim = claim }, Participant), Participant);
        var exchange = ExchangeOf(claim, Participant.ExpectMsg<SessionChallenge>());
        var proof = new ProveSession(open.Attempt, exchange.Prove(ScramKeys.Of(secret, exchange.Salt.Span, exchange.Iterations)));
        listener.Tell(FromPeer(proof, Participant), Participant);
        return exchange;
    }

    internal static ScramExchange ExchangeOf(SessionClaim claim, SessionChallenge challenge) =>
        new(claim.Name, claim.Nonce, challenge.Nonce, challenge.Salt, challenge.Iterations, ReadOnlyMemory<byte>.Empty);

    private protected static InboundFrame FrameOf(params IFrameItem[] items) => new(new Frame(items), () => { });

    /// <summary>A request as the edge passes it on. Each probe has a connection of its own.</summary>
    private protected static PeerRequest FromPeer(ISessionRequest request, IActorRef participant) =>
        new(request, PeerConnection.WithoutTls("10.0.0.7", participant.Path.Name));

    /// <summary>Gets the next item from the participant's frames, each of which must hold one item.</summary>
    private protected T ExpectItem<T>()
        where T : IFrameItem =>
        Assert.IsType<T>(Assert.Single(Participant.ExpectMsg<Frame>().Items));
}
