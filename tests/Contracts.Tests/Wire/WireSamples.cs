using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>Named samples of each wire message, with and without optional fields, and their golden bytes.</summary>
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

    private const long Epoch = 1_790_000_000_000;

    private static readonly Message Bare = new() { Topic = Paid };

    public static IReadOnlyDictionary<string, IWireMessage> All { get; } = new Dictionary<string, IWireMessage>
    {
        ["prepare"] = new Prepare(Id, Orders, [Full, Bare], TimeSpan.FromSeconds(30)),
        ["prepare, bare"] = new Prepare(Id, Orders, [Bare]),
        ["hand over"] = new HandOver(Id, Orders, [Full, Bare], 300),
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
        ["transaction reply, expired"] = new TransactionReply(
            Id, TransactionCommandKind.Commit, TransactionOutcome.Expired, TransactionPhase.None, "old"),
        ["transaction reply, epoch"] = new TransactionReply(
            Id, TransactionCommandKind.HandOver, TransactionOutcome.Accepted, TransactionPhase.Committed, Number: 300, Epoch: 1_760_000_000_000),
        ["check transaction"] = new CheckTransaction(Id, Orders, 3, [Full]),
        ["check answer"] = new CheckAnswer(Id, Orders, 3, CheckVerdict.InProgress, "open"),
        ["check answer, bare"] = new CheckAnswer(Id, Orders, 1, CheckVerdict.RolledBack),
        ["subscribe from the end"] = new Subscribe(
            Shipping, Paid, StartPosition.FromEnd, 64, TimeSpan.FromSeconds(30), ["b", "a"]),
        ["subscribe from the beginning, bare"] = new Subscribe(Shipping, Paid, StartPosition.FromBeginning, 1, null, []),
        ["subscribe at a time"] = new Subscribe(Shipping, Paid, new StartPosition.At(Noon), 1, null, []),
        ["subscribe with a concurrency"] = new Subscribe(Shipping, Paid, StartPosition.FromEnd, 64, null, [], Concurrency: 8),
        ["subscribe reply"] = new SubscribeReply(Shipping, Paid, Accepted: false, Retryable: true, "starting"),
        ["subscribe reply, bare"] = new SubscribeReply(Shipping, Paid, Accepted: true),
        ["unsubscribe"] = new Unsubscribe(Shipping, Paid),
        ["final ids"] = new FinalIds(Orders, Noon, [Id, new TransactionId("order-18")]),
        ["final ids, all"] = new FinalIds(Orders, Noon, []),
        ["deliver"] = new Deliver(Delivery, new MessageId(Id, 5), Full, Noon, TimeSpan.FromMinutes(1)),
        ["deliver, bare"] = new Deliver(
            new DeliveryId(Shipping, new QueueId(Paid, 0), 1, 1), new MessageId(Id, 0), Bare, Noon, TimeSpan.FromMinutes(1)),
        ["deliver, alone"] = new Deliver(
            new DeliveryId(Shipping, new QueueId(Paid, 0), 1, 1), new MessageId(Id, 0), Bare, Noon, TimeSpan.FromMinutes(1), Alone: true),
        ["deliver, of an epoch"] = new Deliver(
            Delivery with { Epoch = Epoch }, new MessageId(Id, 0), Bare, Noon, TimeSpan.FromMinutes(1)),
        ["renew leases, of an epoch"] = new RenewLeases(Shipping, new QueueId(Paid, 3), [new RunningDelivery(17, 2)], Epoch),
        ["settled below"] = new SettledBelow(Shipping, new QueueId(Paid, 3), Epoch, 300, [17, 200]),
        ["settled below, all"] = new SettledBelow(Shipping, new QueueId(Paid, 0), 0, 300, []),
        ["hand back"] = new HandBack(Delivery),
        ["renew leases"] = new RenewLeases(
            Shipping, new QueueId(Paid, 3), [new RunningDelivery(17, 2), new RunningDelivery(300, 1)]),
        ["renew leases, none"] = new RenewLeases(Shipping, new QueueId(Paid, 0), []),
        ["may begin"] = new MayBegin(Delivery, IsAlone: true),
        ["may begin, beside others"] = new MayBegin(Delivery, IsAlone: false),
        ["begin"] = new Begin(Delivery),
        ["acknowledge"] = new Acknowledge(Delivery),
        ["retry"] = new Retry(Delivery, TimeSpan.FromSeconds(10), "stock away"),
        ["retry, bare"] = new Retry(Delivery),
        ["reject"] = new Reject(Delivery, "no such order"),
        ["reject, bare"] = new Reject(Delivery),
        ["heartbeat"] = new Heartbeat(300),
        ["session closed"] = new SessionClosed("bye"),
        ["session closed, superseded"] = new SessionClosed("bye", Superseded: true),
        ["session closed, moves"] = new SessionClosed("bye", Moves: true),
        ["nodes changed"] = new NodesChanged(["10.0.0.1:4053", "10.0.0.2:4053"]),
        ["open session"] = new OpenSession(
            2, new InstanceId("orders-0"), [Orders, new ProducerGroup("refunds")], 300, new SessionClaim("orders", "fyko+d2lbbFgONRv")),
        ["open session, bare"] = new OpenSession(2, new InstanceId("orders-0"), []),
        ["session challenge"] = new SessionChallenge(300, new byte[] { 1, 2, 255 }, 4_096, "3rfcNHYJY1ZVvWVs"),
        ["prove session"] = new ProveSession(300, new byte[] { 1, 2, 255 }),
        ["session opened"] = new SessionOpened("s-1", ["10.0.0.1:4053"], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)),
        ["session opened, signed"] = new SessionOpened(
            "s-1", ["10.0.0.1:4053"], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), 300, new byte[] { 1, 2, 255 }),
        ["session opened, restored"] = new SessionOpened(
            "s-1", ["10.0.0.1:4053"], TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), Epoch: 1_760_000_000_000),
        ["session refused"] = new SessionRefused(SessionRefusal.NotReady, "starting"),
        ["session refused, numbered"] = new SessionRefused(SessionRefusal.NotReady, "starting", 300),
        ["frame of several"] = new Frame([new Commit(Id, Orders), new Heartbeat(1), new Acknowledge(Delivery)]),
        ["frame of none"] = new Frame([]),
    };

    /// <summary>Manifest and bytes of each sample. A hex string here never changes: a field gets a new sample.</summary>
    public static TheoryData<string, string, string> Golden => new()
    {
        {
            "prepare",
            "f",
            "0a6d0a6b0a086f726465722d313712066f72646572731a440a0b6f72646572732e7061696412030102ff1a023137220a637573746f6d" +
            "65722d342a077072656d69756d32070a01621202c3bc320b0a0574726163651202616238dc0b1a0d0a0b6f72646572732e7061696420" +
            "b0ea01"
        },
        { "prepare, bare", "f", "0a230a210a086f726465722d313712066f72646572731a0d0a0b6f72646572732e70616964" },
        { "commit", "f", "0a1412120a086f726465722d313712066f7264657273" },
        { "rollback", "f", "0a1e1a1c0a086f726465722d313712066f72646572731a086465636c696e6564" },
        { "rollback, bare", "f", "0a141a120a086f726465722d313712066f7264657273" },
        { "transaction reply", "f", "0a1c221a0a086f726465722d31371003180420042a08746f6f206c617465" },
        { "transaction reply, bare", "f", "0a1222100a086f726465722d3137100118012001" },
        { "prepare, numbered", "f", "0a260a240a086f726465722d313712066f72646572731a0d0a0b6f72646572732e7061696428ac02" },
        { "prepare, new", "f", "0a250a230a086f726465722d313712066f72646572731a0d0a0b6f72646572732e706169643001" },
        { "commit, numbered", "f", "0a1712150a086f726465722d313712066f726465727318ac02" },
        { "rollback, numbered", "f", "0a211a1f0a086f726465722d313712066f72646572731a086465636c696e656420ac02" },
        { "transaction reply, expired", "f", "0a1522130a086f726465722d3137100218082a036f6c64" },
        { "transaction reply, numbered", "f", "0a1522130a086f726465722d313710011801200130ac02" },
        {
            "check transaction",
            "f",
            "0a5c2a5a0a086f726465722d313712066f7264657273180322440a0b6f72646572732e7061696412030102ff1a023137220a63757374" +
            "6f6d65722d342a077072656d69756d32070a01621202c3bc320b0a0574726163651202616238dc0b"
        },
        { "check answer", "f", "0a1e321c0a086f726465722d313712066f7264657273180320032a046f70656e" },
        { "check answer, bare", "f", "0a1832160a086f726465722d313712066f726465727318012002" },
        { "final ids", "f", "0a26aa01230a066f72646572731087e4d0f4b7331a086f726465722d31371a086f726465722d3138" },
        {
            "deliver, of an epoch",
            "f",
            "0a4e524c0a260a087368697070696e67120b6f72646572732e70616964180320c0843d28023080d8c1a28c3412086f726465722d3137" +
            "220d0a0b6f72646572732e706169642887e4d0f4b73330e0d403"
        },
        {
            "renew leases, of an epoch",
            "f",
            "0a299201260a087368697070696e67120b6f72646572732e7061696418032204081110022880d8c1a28c34"
        },
        {
            "settled below",
            "f",
            "0a2bb201280a087368697070696e67120b6f72646572732e7061696418032080d8c1a28c3428ac02320311c801"
        },
        { "settled below, all", "f", "0a1db2011a0a087368697070696e67120b6f72646572732e7061696428ac02" },
        { "final ids, all", "f", "0a12aa010f0a066f72646572731087e4d0f4b733" },
        {
            "subscribe from the end",
            "f",
            "0a273a250a087368697070696e67120b6f72646572732e706169641801304038b0ea01420161420162"
        },
        { "subscribe from the beginning, bare", "f", "0a1d3a1b0a087368697070696e67120b6f72646572732e7061696420013001" },
        { "subscribe at a time", "f", "0a223a200a087368697070696e67120b6f72646572732e706169642887e4d0f4b7333001" },
        { "subscribe reply", "f", "0a2542230a087368697070696e67120b6f72646572732e7061696420012a087374617274696e67" },
        { "subscribe reply, bare", "f", "0a1b42190a087368697070696e67120b6f72646572732e706169641801" },
        { "unsubscribe", "f", "0a194a170a087368697070696e67120b6f72646572732e70616964" },
        {
            "deliver",
            "f",
            "0a8001527e0a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d280212086f726465722d3137180522440a0b" +
            "6f72646572732e7061696412030102ff1a023137220a637573746f6d65722d342a077072656d69756d32070a01621202c3bc320b0a05" +
            "74726163651202616238dc0b2887e4d0f4b73330e0d403"
        },
        {
            "deliver, bare",
            "f",
            "0a4352410a1b0a087368697070696e67120b6f72646572732e706169642001280112086f726465722d3137220d0a0b6f72646572732e" +
            "706169642887e4d0f4b73330e0d403"
        },
        { "subscribe with a concurrency", "f", "0a1f3a1d0a087368697070696e67120b6f72646572732e70616964180130404808" },
        {
            "deliver, alone",
            "f",
            "0a4552430a1b0a087368697070696e67120b6f72646572732e706169642001280112086f726465722d3137220d0a0b6f72646572732e" +
            "706169642887e4d0f4b73330e0d4033801"
        },
        { "hand back", "f", "0a248a01210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        { "renew leases", "f", "0a299201260a087368697070696e67120b6f72646572732e706169641803220408111002220508ac021001" },
        { "renew leases, none", "f", "0a1a9201170a087368697070696e67120b6f72646572732e70616964" },
        { "may begin", "f", "0a269a01230a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d28021001" },
        { "may begin, beside others", "f", "0a249a01210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        { "begin", "f", "0a24a201210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        { "acknowledge", "f", "0a235a210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        {
            "retry",
            "f",
            "0a3262300a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d280210904e1a0a73746f636b2061776179"
        },
        { "retry, bare", "f", "0a2362210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        {
            "reject",
            "f",
            "0a326a300a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802120d6e6f2073756368206f72646572"
        },
        { "reject, bare", "f", "0a236a210a1f0a087368697070696e67120b6f72646572732e70616964180320c0843d2802" },
        { "heartbeat", "f", "0a05720308ac02" },
        { "session closed", "f", "0a077a050a03627965" },
        { "session closed, superseded", "f", "0a097a070a036279651001" },
        { "session closed, moves", "f", "0a097a070a036279651801" },
        { "nodes changed", "f", "0a2182011e0a0d31302e302e302e313a343035330a0d31302e302e302e323a34303533" },
        {
            "open session",
            "so",
            "080212086f72646572732d301a066f72646572731a07726566756e647328ac02321a0a066f7264657273121066796b6f2b64326c626246" +
            "674f4e5276"
        },
        { "open session, bare", "so", "080212086f72646572732d30" },
        { "session challenge", "sc", "08ac0212030102ff1880202210337266634e48594a59315a5676575673" },
        { "prove session", "sp", "08ac0212030102ff" },
        { "session opened, signed", "sk", "0a03732d31120d31302e302e302e313a3430353318d00f20904e28ac0232030102ff" },
        { "session opened, restored", "sk", "0a03732d31120d31302e302e302e313a3430353318d00f20904e388080b3c19c33" },
        {
            "hand over",
            "f",
            "0a6dba016a0a086f726465722d313712066f72646572731a440a0b6f72646572732e7061696412030102ff1a023137220a637573746f6d65722d342a077072656d"
                + "69756d32070a01621202c3bc320b0a0574726163651202616238dc0b1a0d0a0b6f72646572732e7061696420ac02"
        },
        { "transaction reply, epoch", "f", "0a1c221a0a086f726465722d313710041801200330ac02388080b3c19c33" },
        { "session refused, numbered", "sr", "080412087374617274696e6718ac02" },
        { "session opened", "sk", "0a03732d31120d31302e302e302e313a3430353318d00f20904e" },
        { "session refused", "sr", "080412087374617274696e67" },
        {
            "frame of several",
            "f",
            "0a1412120a086f726465722d313712066f72646572730a04720208010a235a210a1f0a087368697070696e67120b6f72646572732e70" +
            "616964180320c0843d2802"
        },
        { "frame of none", "f", "" },
    };
}
