using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

/// <summary>A link between probes: a session listener for each contact point, a session, a consumer and a checker.</summary>
public abstract class LinkHarness : VirtualClockKit
{
    private protected static readonly SubscriptionKey Shipping = new(new ConsumerGroup("shipping"), new Topic("orders.paid"));

    private readonly Dictionary<string, TestProbe> _doors;

    protected LinkHarness()
    {
        _doors = new[] { "a:1", "b:1", "c:1" }.ToDictionary(contact => contact, contact => CreateDoor());
        Session = CreateTestProbe();
        Consumer = CreateTestProbe();
        Checks = CreateTestProbe();
    }

    /// <summary>The last attempt of the link to open a session, at any door.</summary>
    private protected long Attempt { get; private set; }

    private protected LogLines Logged { get; } = new();

    private protected TestProbe Session { get; }

    private protected TestProbe Consumer { get; }

    private protected TestProbe Checks { get; }

    private protected TestProbe Door(string contact) => _doors[contact];

    private protected IActorRef StartLink(Func<LinkSettings, LinkSettings>? change = null)
    {
        var settings = new LinkSettings
        {
            Instance = new InstanceId("orders-1"),
            ProducerGroups = [new ProducerGroup("orders")],
            ContactPoints = ["a:1"],
            OpenTimeout = TimeSpan.FromSeconds(3),
            ReconnectMinBackoff = TimeSpan.FromMilliseconds(100),
            ReconnectMaxBackoff = TimeSpan.FromMilliseconds(500),
            MaxPending = 1_000,
            Checks = Props.Create(() => new PassOn(Checks)),
            Consumers = new Dictionary<SubscriptionKey, Props> { [Shipping] = Props.Create(() => new PassOn(Consumer)) },
            SessionListener = (_, contact) => _doors[contact],
            Jitter = () => 0,
        };
        settings = change?.Invoke(settings) ?? settings;
        return Sys.ActorOf(Props.Create(() => new ParticipantLink(settings, Logged)));
    }

    private protected IActorRef StartConnected(Func<LinkSettings, LinkSettings>? change = null)
    {
        var link = StartLink(change);
        Admit(link);
        return link;
    }

    private protected void Admit(IActorRef link, TestProbe? session = null, params string[] nodes)
    {
        Door("a:1").ExpectMsg<OpenSession>();
        Open(link, session, nodes);
        Consumer.ExpectMsg<SessionUp>();
    }

    private protected void Open(IActorRef link, TestProbe? session = null, params string[] nodes) =>
        Open(link, Attempt, session, nodes);

    private protected void Open(IActorRef link, long attempt, TestProbe? session = null, params string[] nodes) => link.Tell(
        new SessionOpened("s", nodes, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), attempt),
        session ?? Session);

    private TestProbe CreateDoor()
    {
        var door = CreateTestProbe();
        door.SetAutoPilot(new DelegateAutoPilot((_, message) =>
        {
            if (message is OpenSession open)
                Attempt = open.Attempt;
            return AutoPilot.KeepRunning;
        }));
        return door;
    }

    /// <summary>The link has handled all that was sent to it before.</summary>
    private protected static async Task Settled(IActorRef link) =>
        await link.Ask<ActorIdentity>(new Identify(0), TimeSpan.FromSeconds(5));

    private protected static Task<TransactionReply> Submit(IActorRef link, ITransactionCommand command, int seconds = 10)
    {
        var reply = new TaskCompletionSource<TransactionReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Tell(new SubmitCommand(command, TimeSpan.FromSeconds(seconds), reply), ActorRefs.NoSender);
        return reply.Task;
    }

    private protected static Prepare Prepare(string id, int bytes = 10, long number = 0) => new(
        new TransactionId(id),
        new ProducerGroup("orders"),
        [new Message { Topic = new Topic("orders.paid"), Body = new byte[bytes] }],
        Number: number);

    private protected static Commit Commit(string id, long number = 0) =>
        new(new TransactionId(id), new ProducerGroup("orders"), number);

    private protected IFrameItem ExpectItem(TestProbe? session = null) =>
        Assert.Single((session ?? Session).ExpectMsg<Frame>().Items);

    private protected void Reply(
        IActorRef link,
        ITransactionCommand command,
        TransactionOutcome outcome,
        string? detail = null) =>
        link.Tell(
            new Frame([new TransactionReply(
                command.Id, command.Kind, outcome, TransactionPhase.Prepared, detail, command.Number)]),
            Session);
}
