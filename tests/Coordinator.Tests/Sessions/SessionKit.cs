using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions;

namespace Coordinator.Tests.Sessions;

/// <summary>A session listener with probes behind it, a participant before it, and time that stands still.</summary>
public abstract class SessionKit : TestKit
{
    internal static readonly ProducerGroup Orders = new("orders");

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
        // Step by step, as each tick arms the next.
        for (var passed = TimeSpan.Zero; passed < duration; passed += TimeSpan.FromMilliseconds(500))
            ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromMilliseconds(500));
    }

    internal IActorRef StartListener(bool open = true)
    {
        var door = Sys.ActorOf(SessionListener.Props(() => new SessionParts(Transactions, Queues, Checks, Topics), Options));
        if (open)
            door.Tell(new OpenListener());
        return door;
    }

    internal IActorRef OpenSession(IActorRef? door = null, string instance = "orders-1", TestProbe? participant = null, long attempt = 1)
    {
        participant ??= Participant;
        (door ?? StartListener()).Tell(new OpenSession(ProtocolVersion.Current, new InstanceId(instance), [Orders], Attempt: attempt), participant);
        participant.ExpectMsg<SessionOpened>();
        Checks.FishForMessage(message => message is RegisterProducer);
        return participant.LastSender;
    }

    private protected static Frame FrameOf(params IFrameItem[] items) => new(items);

    /// <summary>The next item in any of the participant's frames that come; one item each is expected.</summary>
    private protected T ExpectItem<T>()
        where T : IFrameItem =>
        Assert.IsType<T>(Assert.Single(Participant.ExpectMsg<Frame>().Items));
}
