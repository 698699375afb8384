using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Persistence;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Stream;
using Coordinator.Testing;
using Coordinator.Tests.Delivery.Progress;
using Coordinator.Tests.Topics.Log;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Delivery;

/// <summary>Queue with its real log, its group deliveries and their dead letters. The test moves the clock.</summary>
public abstract class DeliveryKit : VirtualTimeKit
{
    private protected static readonly QueueId Queue = new(new Topic("orders.paid"), 0);
    private protected static readonly ConsumerGroup Group = new("shipping");
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    private readonly TestProbe _appender;
    private readonly TestProbe _shard;
    private int _transactions;

    protected DeliveryKit()
        : base(ProgressStore.Config)
    {
        _appender = CreateTestProbe("appender");
        _shard = CreateTestProbe("shard");
        Reader = new JournalFaultsLogReader(Journal);
        Store = ProgressStoreFaults.Of(Sys);
        QueueActor = StartLog();
        DeadLetters = Sys.ActorOf(Props.Create(() => new GroupDeadLetters(Group, () => QueueActor, Options.MaxDeadLetters)), "dead-letters");
    }

    private protected DeliveryOptions Options { get; } = new();

    private protected JournalFaultsLogReader Reader { get; }

    private protected ProgressStoreFaults Store { get; }

    protected IActorRef QueueActor { get; private set; }

    protected IActorRef DeadLetters { get; set; }

    /// <summary>Kills the process and starts it again: only what is durable remains.</summary>
    protected void Crash()
    {
        var watcher = CreateTestProbe();
        watcher.Watch(QueueActor);
        Sys.Stop(QueueActor);
        watcher.ExpectTerminated(QueueActor);
        QueueActor = StartLog();
    }

    /// <summary>Stops the node in order and starts it again.</summary>
    protected void Restart()
    {
        var watcher = CreateTestProbe();
        watcher.Watch(QueueActor);
        QueueActor.Tell(StopQueue.Instance);
        watcher.ExpectTerminated(QueueActor);
        QueueActor = StartLog();
    }

    /// <summary>
    /// Commits one message, by a clock that may be ahead. Its body is its name. Returns once it is in the log.
    /// </summary>
    protected void Append(string body, string? key = null, string? tag = null, TimeSpan delay = default, TimeSpan ahead = default)
    {
        var id = new TransactionId("t" + (++_transactions).ToString(CultureInfo.InvariantCulture));
        var message = new Message
        {
            Topic = Queue.Topic,
            Body = Encoding.UTF8.GetBytes(body),
            OrderingKey = key,
            Tag = tag,
            Delay = delay,
        };
        _appender.Send(QueueActor, new AppendToQueue(Queue, id, Time.Now + ahead, [new IndexedMessage(0, message)]));
        _appender.ExpectMsg(new AppendedToQueue(Queue, id));
    }

    protected void AppendAll(params string[] bodies)
    {
        foreach (var body in bodies)
            Append(body);
    }

    /// <summary>Commits messages without a key, in as few transactions as possible.</summary>
    protected void AppendTogether(IReadOnlyList<string> bodies)
    {
        foreach (var bodiesOfOne in bodies.Chunk(MessageLimits.MaxMessages))
        {
            var id = new TransactionId("t" + (++_transactions).ToString(CultureInfo.InvariantCulture));
            var messages = bodiesOfOne.Select((body, index) =>
                new IndexedMessage(index, new Message { Topic = Queue.Topic, Body = Encoding.UTF8.GetBytes(body) }));
            _appender.Send(QueueActor, new AppendToQueue(Queue, id, Time.Now, [.. messages]));
            _appender.ExpectMsg(new AppendedToQueue(Queue, id));
        }
    }

    private protected Consumer Join(
        string name = "a",
        int room = 10,
        StartPosition? start = null,
        string[]? tags = null,
        TimeSpan? lease = null,
        int concurrency = 0)
    {
        var consumer = new Consumer(this, CreateTestProbe(), name);
        consumer.Attach(room, start ?? StartPosition.FromBeginning, tags ?? [], lease, concurrency);
        return consumer;
    }

    /// <summary>Consumer that rejected the message, whose dead letter the journal did not confirm.</summary>
    private protected Consumer RejectWhenDeadLettersFail(JournalFault fault, string body)
    {
        Journal.Arm<DeadLettered>(fault);
        var watcher = CreateTestProbe();
        watcher.Watch(DeadLetters);
        var consumer = Join();
        consumer.Reject(consumer.Expect(body));
        watcher.ExpectTerminated(DeadLetters);
        return consumer;
    }

    protected void StartDeadLetters() =>
        DeadLetters = Sys.ActorOf(Props.Create(() => new GroupDeadLetters(Group, () => QueueActor, Options.MaxDeadLetters)));

    private protected DeadLetterPage Letters(long after = 0, int max = 100)
    {
        var probe = CreateTestProbe();
        probe.Send(DeadLetters, new ListDeadLetters(Group, after, max));
        return probe.ExpectMsg<DeadLetterPage>();
    }

    private protected GroupDescription Describe() => AskAgain<GroupDescription>(QueueActor, new DescribeGroup(Queue, Group));

    /// <summary>Gets the number of saves of the group's progress, whole or not.</summary>
    private protected int Saves => Store.Saves + Journal.Written.Count(write => write.Event is ProgressChanges);

    /// <summary>Makes all progress durable, as time without a crash would.</summary>
    private protected ProgressSnapshot Flush(Func<GroupDescription, bool> once)
    {
        AwaitAssert(() => Assert.True(once(Describe()), Describe().ToString()));
        var saves = Saves;
        Time.Advance(Options.ProgressFlushInterval);
        AwaitAssert(() => Assert.True(Saves > saves, "nothing was saved"));
        return Saved();
    }

    private protected ProgressSnapshot Saved()
    {
        var probe = CreateTestProbe();
        var load = new LoadSnapshot($"g-{Group}/{Queue}", SnapshotSelectionCriteria.Latest, long.MaxValue);
        Akka.Persistence.Persistence.Instance.Apply(Sys).SnapshotStoreFor(string.Empty).Tell(load, probe.Ref);
        var whole = probe.ExpectMsg<LoadSnapshotResult>().Snapshot;
        var saved = new SavedProgress();
        saved.Start((ProgressSnapshot)whole.Snapshot);
        foreach (var change in Journal.Written.Where(write => write.SequenceNr > whole.Metadata.SequenceNr))
        {
            if (change.Event is ProgressChanges changes)
                saved.Apply(changes);
        }

        return saved.Current()!;
    }

    /// <summary>
    /// Sends a message and returns when it has taken effect: a query that is sent after it is answered after it.
    /// </summary>
    private void Send(IGroupMessage message)
    {
        QueueActor.Tell(message);
        Describe();
    }

    private IActorRef StartLog()
    {
        var options = new TopicOptions();
        return _shard.ChildActorOf(Props.Create(() => new QueueLog(Queue, options, Reader, new FaultyQueueLogWriter(Sys), Delivery, null, null)));
    }

    private Props Delivery(QueueId queue, ConsumerGroup group, int generation, IActorRef log) => Props.Create(() => new GroupDelivery(
        new GroupQueue(group, queue), log, Reader, Options, NoCopies.Parts, () => DeadLetters));

    /// <summary>Session of a member, played by the test.</summary>
    private protected sealed class Consumer(DeliveryKit kit, TestProbe session, string name)
    {
        public TestProbe Session => session;

        public void Attach(int room, StartPosition start, string[] tags, TimeSpan? lease = null, int concurrency = 0)
        {
            var asker = kit.CreateTestProbe();
            var instance = new InstanceId(name);
            asker.Send(kit.QueueActor, new AttachConsumer(Queue, Group, instance, session.Ref, start, tags, room, lease, concurrency));
            asker.ExpectMsg(new ConsumerAttached(Queue, Group));
        }

        public void Detach(ConsumerLoss loss = ConsumerLoss.None) =>
            kit.Send(new DetachConsumer(Queue, Group, session.Ref, loss));

        public void HandBack(Deliver deliver) => Settle(new HandBack(deliver.Delivery));

        /// <summary>Tells that the handlers of these deliveries run.</summary>
        public void Renew(params Deliver[] running) => kit.Send(new RenewDeliveries(
            Queue,
            Group,
            [.. running.Select(deliver => new RunningDelivery(deliver.Delivery.Offset, deliver.Delivery.Attempt))],
            new InstanceId(name)));

        /// <summary>Asks for leave to begin a suspect, and gets it.</summary>
        public void Begin(Deliver deliver, bool isAlone = true)
        {
            kit.Send(new BeginDelivery(new MayBegin(deliver.Delivery, isAlone), new InstanceId(name), session.Ref));
            session.ExpectMsg(new Begin(deliver.Delivery));
        }

        public Deliver Expect(string body, int attempt = 1)
        {
            var deliver = session.ExpectMsg<Deliver>();
            Assert.Equal((body, attempt), (Encoding.UTF8.GetString(deliver.Message.Body.Span), deliver.Delivery.Attempt));
            return deliver;
        }

        /// <summary>
        /// Expects a message when the grace of a move is over. A group that reads the clock just before it moves waits a grace longer.
        /// </summary>
        public Deliver ExpectAfterGrace(string body, int attempt)
        {
            do
                kit.Time.Advance(QueueMove.Grace);
            while (!session.AwaitConditionNoThrow(() => session.HasMessages, Quiet));
            return Expect(body, attempt);
        }

        public void ExpectNothing() => session.ExpectNoMsg(Quiet);

        public void Acknowledge(Deliver deliver) => Settle(new Acknowledge(deliver.Delivery));

        public void Retry(Deliver deliver, TimeSpan? delay = null) => Settle(new Retry(deliver.Delivery, delay, "no stock"));

        public void Reject(Deliver deliver) => Settle(new Reject(deliver.Delivery, "unreadable"));

        /// <summary>Expects the messages one after the other and acknowledges each.</summary>
        public void Handle(params string[] bodies)
        {
            foreach (var body in bodies)
                Acknowledge(Expect(body));
        }

        /// <summary>Settles a delivery, which takes effect later.</summary>
        public void SettleLater(Settle settle) => kit.QueueActor.Tell(new SettleDelivery(settle, new InstanceId(name)));

        private void Settle(Settle settle) => kit.Send(new SettleDelivery(settle, new InstanceId(name)));
    }
}
