using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>Of each wire message one with every field set, and one with as few as possible.</summary>
internal static class WireSamples
{
    private static readonly TransactionId Id = new("order-17");
    private static readonly ProducerGroup Orders = new("orders");
    private static readonly ConsumerGroup Shipping = new("shipping");
    private static readonly Topic Paid = new("orders.paid");
    private static readonly DeliveryId Delivery = new(Shipping, new QueueId(Paid, 3), 1_000_000, 2);
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, 7, TimeSpan.Zero);

    private static readonly Message Full = new()
    {
        Topic = Paid,
        Body = new byte[] { 1, 2, 255 },
        Key = "17",
        OrderingKey = "customer-4",
        Tag = "premium",
        Properties = new Dictionary<string, string> { ["trace"] = "ab", ["b"] = "ü" },
        Delay = TimeSpan.FromMilliseconds(1500),
    };

    private static readonly Message Bare = new() { Topic = Paid };

    public static IReadOnlyDictionary<string, IWireMessage> All { get; } = new Dictionary<string, IWireMessage>
    {
        ["prepare"] = new Prepare(Id, Orders, [Full, Bare], TimeSpan.FromSeconds(30)),
        ["prepare, bare"] = new Prepare(Id, Orders, [Bare]),
        ["commit"] = new Commit(Id, Orders),
        ["rollback"] = new Rollback(Id, Orders, "declined"),
        ["rollback, bare"] = new Rollback(Id, Orders),
        ["transaction reply"] = new TransactionReply(
            Id, TransactionCommandKind.Rollback, TransactionOutcome.AlreadyCommitted, TransactionPhase.Completed, "too late"),
        ["transaction reply, bare"] = new TransactionReply(
            Id, TransactionCommandKind.Prepare, TransactionOutcome.Accepted, TransactionPhase.Prepared),
        ["prepare, numbered"] = new Prepare(Id, Orders, [Bare], Number: 300),
        ["prepare, new"] = new Prepare(Id, Orders, [Bare], IsNew: true),
        ["commit, numbered"] = new Commit(Id, Orders, Number: 300),
        ["rollback, numbered"] = new Rollback(Id, Orders, "declined", Number: 300),
        ["transaction reply, numbered"] = new TransactionReply(
            Id, TransactionCommandKind.Prepare, TransactionOutcome.Accepted, TransactionPhase.Prepared, Number: 300),
        ["check transaction"] = new CheckTransaction(Id, Orders, 3, [Full]),
        ["check answer"] = new CheckAnswer(Id, Orders, 3, CheckVerdict.InProgress, "open"),
        ["check answer, bare"] = new CheckAnswer(Id, Orders, 1, CheckVerdict.RolledBack),
        ["subscribe from the end"] = new Subscribe(
            Shipping, Paid, StartPosition.FromEnd, 64, TimeSpan.FromSeconds(30), ["b", "a"]),
        ["subscribe from the beginning, bare"] = new Subscribe(Shipping, Paid, StartPosition.FromBeginning, 1, null, []),
        ["subscribe at a time"] = new Subscribe(Shipping, Paid, new StartPosition.At(Noon), 1, null, []),
        ["subscribe reply"] = new SubscribeReply(Shipping, Paid, Accepted: false, Retryable: true, "starting"),
        ["subscribe reply, bare"] = new SubscribeReply(Shipping, Paid, Accepted: true),
        ["unsubscribe"] = new Unsubscribe(Shipping, Paid),
        ["deliver"] = new Deliver(Delivery, new MessageId(Id, 5), Full, Noon, TimeSpan.FromMinutes(1)),
        ["deliver, bare"] = new Deliver(
            new DeliveryId(Shipping, new QueueId(Paid, 0), 1, 1), new MessageId(Id, 0), Bare, Noon, TimeSpan.FromMinutes(1)),
        ["acknowledge"] = new Acknowledge(Delivery),
        ["retry"] = new Retry(Delivery, TimeSpan.FromSeconds(10), "stock away"),
        ["retry, bare"] = new Retry(Delivery),
        ["reject"] = new Reject(Delivery, "no such order"),
        ["reject, bare"] = new Reject(Delivery),
        ["heartbeat"] = new Heartbeat(300),
        ["session closed"] = new SessionClosed("bye"),
        ["session closed, superseded"] = new SessionClosed("bye", Superseded: true),
        ["nodes changed"] = new NodesChanged(["10.0.0.1:4053", "10.0.0.2:4053"]),
        ["open session"] = new OpenSession(
            1, new InstanceId("orders-0"), [Orders, new ProducerGroup("refunds")], new Credentials("orders", "s3cret")),
        ["open session, bare"] = new OpenSession(1, new InstanceId("orders-0"), []),
        ["session opened"] = new SessionOpened("s-1", ["10.0.0.1:4053"], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)),
        ["session refused"] = new SessionRefused(SessionRefusal.NotReady, "starting"),
        ["frame of several"] = new Frame([new Commit(Id, Orders), new Heartbeat(1), new Acknowledge(Delivery)]),
        ["frame of none"] = new Frame([]),
    };
}
