using System.Text;
using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Recovery;
using Coordinator.Retention;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Tests.Hosting.Serialization;

/// <summary>Samples of each message between nodes, and several where a message has alternatives.</summary>
internal static class NodeMessages
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TransactionId Id = new("order-1");
    private static readonly ProducerGroup Producers = new("orders");
    private static readonly ConsumerGroup Consumers = new("shipping");
    private static readonly InstanceId Instance = new("orders-a");
    private static readonly Topic Topic = new("orders.paid");
    private static readonly QueueId Queue = new(Topic, 3);
    private const long Epoch = 1_790_000_000_000;

    private static readonly DeliveryId Delivery = new(Consumers, Queue, 17, 2);

    private static readonly Message Message = new()
    {
        Topic = Topic,
        Body = Encoding.UTF8.GetBytes("paid"),
        Key = "k",
        OrderingKey = "o",
        Tag = "t",
        Delay = TimeSpan.FromSeconds(2),
    };

    /// <param name="session">Actor that some of the messages refer to.</param>
    public static IReadOnlyDictionary<string, INodeMessage> All(IActorRef session) => new Dictionary<string, INodeMessage>
    {
        ["pt"] = new PrepareTransaction(
            Id, Producers, Instance, [new RoutedMessage(Message, 3), new RoutedMessage(Message, 0)], TimeSpan.FromSeconds(60), 7, IsNew: true),
        ["pt by default"] = new PrepareTransaction(Id, Producers, Instance, [new RoutedMessage(Message, 3)], null),
        ["ht"] = new HandOverTransaction(Id, Producers, Instance, [new RoutedMessage(Message, 3)], 7),
        ["ct"] = new CommitTransaction(Id, Producers, Instance, 8),
        ["rt"] = new RollbackTransaction(Id, Producers, Instance, "declined", 9),
        ["rt without a reason"] = new RollbackTransaction(Id, Producers, Instance, null),
        ["ot"] = new ResolveTransaction(Id, Resolution.RollBack, "ann", "the bank says so"),
        ["ot by force"] = new ResolveTransaction(Id, Resolution.RollBack, "ann", "the bank says so", Force: true),
        ["or refused"] = new TransactionResolved(Id, TransactionOutcome.Conflict, TransactionPhase.Prepared, "open"),
        ["or"] = new TransactionResolved(Id, TransactionOutcome.AlreadyCommitted, TransactionPhase.Completed),
        ["wt"] = new WakeTransaction(Id, [Producers]),
        ["wt in turn"] = new WakeTransaction(Id),
        ["wt committed"] = new WakeTransaction(Id, IsCommitted: true),
        ["kr"] = new RequestCheck(Id, Producers, 4, [Message]),
        ["kc"] = new CheckConcluded(Id, 4, CheckEnding.InProgress, Instance, At, "open"),
        ["kc without an instance"] = new CheckConcluded(Id, 4, CheckEnding.NoInstance, null, At, null),
        ["ka"] = new CheckAnswered(Instance, new CheckAnswer(Id, Producers, 4, CheckVerdict.Failed, "busy")),
        ["kp"] = new RegisterProducer(Producers, Instance, session),
        ["ku"] = new UnregisterProducer(Producers, session),
        ["va"] = new AskRetention(),
        ["vr"] = new RetentionReport(
            "an earlier release",
            [new RetentionProgress("transactions", 300, At, "ids from before", "away", [new KeptData("transactions", "parked", 12), new KeptData("queue", "unread", null)])]),
        ["vr by default"] = new RetentionReport(null, [new RetentionProgress("queues", 0, null, null, null, [])]),
        ["vf"] = new AskFinalWatermark(),
        ["vw"] = new FinalWatermark(At, [(Producers, Id)]),
        ["kg"] = new GroupsReturned([Producers, new ProducerGroup("payments")]),
        ["tn"] = new GetOrCreateTopic(Topic),
        ["tn with a count"] = new GetOrCreateTopic(Topic, 300),
        ["td"] = new DescribeTopic(Topic),
        ["tu"] = new TopicUnknown(Topic),
        ["tj"] = new JoinTopic(Topic, Consumers),
        ["tj with a count"] = new JoinTopic(Topic, Consumers, 300),
        ["ta"] = new TopicDescription(Topic, 4, [Consumers]),
        ["ta of a refusal"] = new TopicDescription(Topic, 0, [], "full"),
        ["ta of a refusal for now"] = new TopicDescription(Topic, 4, [Consumers], "being deleted", IsRetryable: true),
        ["tn with messages"] = new GetOrCreateTopic(Topic, HasMessages: true),
        ["tb"] = new BeginRemoval(Topic, Consumers, "ann", "not used any more", "3 messages", [], At),
        ["tb of a topic"] = new BeginRemoval(Topic, null, "ann", "not used any more", "3 messages", [7, 0]),
        ["te"] = new DecideRemoval(Topic, 2),
        ["tg"] = new AbandonRemoval(Topic, 2, "a consumer is there"),
        ["ti"] = new CompleteRemoval(Topic, 2),
        ["ty"] = new RemovalAnswer(Topic, 2, RemovalStage.Decided),
        ["ty of a refusal"] = new RemovalAnswer(Topic, 2, RemovalStage.Abandoned, "is over"),
        ["qc"] = new CloseDeliveries(Queue, Consumers),
        ["qc of all"] = new CloseDeliveries(Queue, null),
        ["qb"] = new DeliveriesClosed(Queue, [Consumers], 17),
        ["gc"] = new ConsumerRefused(Queue, Consumers),
        ["df"] = new ForgetTopic(Consumers, Topic, 2, "ann", "not used any more"),
        ["dg"] = new TopicForgotten(Consumers, Topic, 12),
        ["da of a later group"] = new AddDeadLetter(Consumers, Queue, 17, new MessageId(Id, 1), 16, "broken", 3),
        ["tn with queues"] = new GetOrCreateTopic(Topic, 300, ExistingQueues: 1_200),
        ["tj with queues"] = new JoinTopic(Topic, Consumers, 300, 1_200),
        ["kd"] = new DescribeProducers(Producers),
        ["ke"] = new ProducersDescription(Producers, [Instance]),
        ["vl"] = new LookNow("removals"),
        ["qt of the bound only"] = new TrimQueue(Queue, 300, OnlyBound: true),
        ["dp of a later group"] = new DeadLetterPage(Consumers, [new DeadLetter(6, new MessageId(Id, 1), Queue, 17, 16, "broken", At, 3)], 1),
        ["qa"] = new AppendToQueue(Queue, Id, At, [new IndexedMessage(1, Message)]),
        ["qa with a commit"] = new AppendToQueue(
            Queue, Id, At, [new IndexedMessage(1, Message)], new StoredEvent("t-order-1", 2, At.UtcTicks, [1, 2], "ta", 5302, "w")),
        ["qr"] = new AppendRefused(Queue, Id),
        ["qd"] = new AppendedToQueue(Queue, Id),
        ["qe"] = new GetQueueEnd(Queue),
        ["qs"] = new StartSchedule(QueueSchedule.Of(Queue)),
        ["qu"] = new ScheduleInUse(Queue),
        ["qf"] = new QueueEnd(Queue, 17, At),
        ["qf of an empty queue"] = new QueueEnd(Queue, 0, null),
        ["qf of a trimmed queue"] = new QueueEnd(Queue, 17, At, 16),
        ["qf with put-backs"] = new QueueEnd(Queue, 17, At, 16, 300),
        ["qt with put-backs"] = new TrimQueue(Queue, 300, 7),
        ["dl of a range"] = new ListDeadLetters(Consumers, 5, 50, new LetterRange(Queue, 16, 300)),
        ["qa of a schedule"] = new AppendToQueue(Queue, Id, At, [new IndexedMessage(1, Message)], IsMove: true),
        ["qt"] = new TrimQueue(Queue, 300),
        ["qk"] = new QueueTrimmed(Queue, 300, 12),
        ["ga"] = new AttachConsumer(
            Queue, Consumers, Instance, session, new StartPosition.At(At), ["t", "u"], 16, TimeSpan.FromSeconds(30)),
        ["ga by default"] = new AttachConsumer(Queue, Consumers, Instance, session, StartPosition.FromEnd, [], 16, null),
        ["ga with a concurrency"] = new AttachConsumer(
            Queue, Consumers, Instance, session, StartPosition.FromEnd, [], 16, null, Concurrency: 8),
        ["gb"] = new ConsumerAttached(Queue, Consumers),
        ["gd"] = new DetachConsumer(Queue, Consumers, session),
        ["gd of a lost process"] = new DetachConsumer(Queue, Consumers, session, ConsumerLoss.LostWithOne),
        ["gn"] = new RenewDeliveries(Queue, Consumers, [new RunningDelivery(17, 2), new RunningDelivery(300, 1)], Instance),
        ["gf"] = new BeginDelivery(new MayBegin(Delivery, IsAlone: true), Instance, session),
        ["gn of an epoch"] = new RenewDeliveries(Queue, Consumers, [new RunningDelivery(17, 2)], Instance, Epoch),
        ["gf of an epoch"] = new BeginDelivery(new MayBegin(Delivery with { Epoch = Epoch }, IsAlone: true), Instance, session),
        ["gs of an epoch"] = new SettleDelivery(new Acknowledge(Delivery with { Epoch = Epoch }), Instance),
        ["gs hand back"] = new SettleDelivery(new HandBack(Delivery), Instance),
        ["gs"] = new SettleDelivery(new Acknowledge(Delivery)),
        ["gs retry"] = new SettleDelivery(new Retry(Delivery, TimeSpan.FromSeconds(5), "busy")),
        ["gs of an instance"] = new SettleDelivery(new Acknowledge(Delivery), Instance),
        ["gs reject"] = new SettleDelivery(new Reject(Delivery, "broken")),
        ["gr"] = new RewindGroup(Queue, Consumers, new RewindTarget.Offset(5), "ann"),
        ["gr to the beginning"] = new RewindGroup(
            Queue, Consumers, new RewindTarget.Position(StartPosition.FromBeginning), "ann"),
        ["gw"] = new GroupRewound(Queue, Consumers, 5),
        ["gw of a trimmed queue"] = new GroupRewound(Queue, Consumers, 5, 5),
        ["gp"] = new PutBackMessage(Queue, Consumers, 17, 16),
        ["gq"] = new MessagePutBack(Queue, Consumers, 17, 16),
        ["gt"] = new PutBackMessages(Queue, Consumers, 300, [new LetterToPutBack(6, 17, 16), new LetterToPutBack(7, 15, 2)]),
        ["gu"] = new MessagesPutBack(Queue, Consumers, 300, 7, [6]),
        ["gi"] = new DescribeGroup(Queue, Consumers),
        ["gj"] = new GroupDescription(
            Queue, Consumers, Known: true, 20, 15, 30, 12, 1, 2, 3, [new MemberDescription(Instance, 16, 1, [])], new Rewound("ann", At), [], [], 0, []),
        ["gj with tags"] = new GroupDescription(
            Queue,
            Consumers,
            Known: true,
            20,
            15,
            30,
            12,
            1,
            2,
            3,
            [new MemberDescription(Instance, 16, 1, ["t", "u"])],
            Rewound: null,
            [new FilterSetDescription([], At), new FilterSetDescription(["t", "u"], At)],
            [new SkippedDescription("(none)", 300), new SkippedDescription("v", 2)],
            Unclaimed: 2,
            [
                new WaitDescription(WaitCause.BackOff, 16, Attempt: 3, Until: At, Detail: "broken"),
                new WaitDescription(WaitCause.Key, 17, Key: 300, Behind: 16),
                new WaitDescription(WaitCause.Limit, 21, Messages: 10, Limit: 20),
            ]),
        ["gj unknown"] = new GroupDescription(Queue, Consumers, Known: false, 0, 0, 30, 0, 0, 0, 0, [], null, [], [], 0, []),
        ["gj of a trimmed queue"] = new GroupDescription(
            Queue, Consumers, Known: false, 0, 0, 30, 0, 0, 0, 0, [], null, [], [], 0, [], FirstKept: 31, Missed: 300),
        ["da"] = new AddDeadLetter(Consumers, Queue, 17, new MessageId(Id, 1), 16, "broken"),
        ["db"] = new DeadLetterAdded(Consumers, Queue, 17, 16),
        ["dz"] = new AcknowledgeDeadLetter(Consumers, Queue, 17, 2, Instance),
        ["dz of nobody"] = new AcknowledgeDeadLetter(Consumers, Queue, 17, 2, null),
        ["dl"] = new ListDeadLetters(Consumers, 5, 50),
        ["dp"] = new DeadLetterPage(Consumers, [new DeadLetter(6, new MessageId(Id, 1), Queue, 17, 16, "broken", At)], 1),
        ["dr"] = new ReplayDeadLetters(Consumers, [6, 7], "ann"),
        ["dr all"] = new ReplayDeadLetters(Consumers, null, "ann"),
        ["ds"] = new DeadLettersReplayed(Consumers, 2, 1, Busy: true),
        ["dd"] = new DiscardDeadLetters(Consumers, [6], "ann", "not needed"),
        ["de"] = new DeadLettersDiscarded(Consumers, 1, 0),
        ["dt"] = new StartReplay(Consumers, "r1", [6, 7], "ann", "mended"),
        ["dt all"] = new StartReplay(Consumers, "r1", null, "ann", "mended"),
        ["du"] = new DescribeReplay(Consumers, "r1"),
        ["dv"] = new ReplayDescription(Consumers, new ReplayProgress("r1", "ann", "mended", 5, 3, 1, At)),
        ["dv ended"] = new ReplayDescription(Consumers, new ReplayProgress("r1", "ann", "mended", 5, 4, 0, At, At)),
        ["dw"] = new ReplayUnknown(Consumers, "r1"),
        ["dx"] = new ContinueReplay(Consumers),
        ["dy"] = new ReplayContinued(Consumers),
    };
}
