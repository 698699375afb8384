using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery;
using Coordinator.Delivery.Common;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Persistence.Schemas;
using Coordinator.Tests.Delivery;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Topics;

/// <summary>Queue with its deliveries to groups on a real database, and the transactions that write to it.</summary>
internal sealed class PurgedQueue
{
    public static readonly QueueId Queue = new(new Topic("orders.paid"), 0);

    private static readonly DecidedBy Producer = new DecidedBy.Producer(new InstanceId("orders-a"));

    private readonly JournalKit _kit;
    private readonly StoredEventMapping _mapping;
    private readonly TestProbe _sender;
    private IActorRef _log;

    public PurgedQueue(JournalKit kit)
    {
        _kit = kit;
        _mapping = new StoredEventMapping(kit.Sys.Serialization, kit.Sys.Scheduler);
        _sender = kit.CreateTestProbe();
        _log = Start();
    }

    public DateTimeOffset Now => _kit.Sys.Scheduler.Now;

    public GroupDescription Describe(string group) => Ask<GroupDescription>(new DescribeGroup(Queue, new ConsumerGroup(group)));

    public QueueEnd End() => Ask<QueueEnd>(new GetQueueEnd(Queue));

    public QueueTrimmed Trim(long firstKept) => Ask<QueueTrimmed>(new TrimQueue(Queue, firstKept));

    /// <summary>Commits transactions with one message each, by one write each: the commit and the entry belong together.</summary>
    public void Commit(int first, int count)
    {
        foreach (var number in Enumerable.Range(first, count))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"one-{number}");
            var companion = _mapping.ToEvent(new TransactionAppended(Producer, Now), $"t-{id}", 2);
            _log.Tell(AppendOf(id, Now, companion), _sender);
        }

        for (var i = 0; i < count; i++)
            _sender.ExpectMsg<AppendedToQueue>(JournalKit.Patience);
    }

    /// <summary>Appends a message of a transaction whose commit is in the journal already.</summary>
    public void Append(string id, DateTimeOffset committedAt, bool isMove = false) =>
        Ask<AppendedToQueue>(AppendOf(id, committedAt) with { IsMove = isMove });

    /// <summary>Writes an event of a transaction.</summary>
    public async Task WriteAsync(string id, long number, IJournaled happened)
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        GroupCommitQueues.Of(_kit.Sys).Write(new JournalWrite([_mapping.ToEvent(happened, $"t-{id}", number)], ended.SetResult));
        Assert.Null(await ended.Task.WaitAsync(JournalKit.Patience));
    }

    public static TransactionCommitted Committed(DateTimeOffset at) => new(Producer, at);

    /// <summary>Lets a member join a group. It gets all messages from the beginning on, unless the group has progress.</summary>
    public TestProbe Join(string group, int room = 10_000)
    {
        var member = _kit.CreateTestProbe();
        var name = new ConsumerGroup(group);
        Ask<ConsumerAttached>(new AttachConsumer(
            Queue, name, new InstanceId("a"), member.Ref, StartPosition.FromBeginning, [], room, TimeSpan.FromHours(1)));
        return member;
    }

    /// <summary>Expects these offsets, in any order, and acknowledges each.</summary>
    public void Handle(TestProbe member, int first, int count)
    {
        var offsets = new List<long>();
        for (var i = 0; i < count; i++)
        {
            var delivery = member.ExpectMsg<Deliver>(JournalKit.Patience).Delivery;
            offsets.Add(delivery.Offset);
            _log.Tell(new SettleDelivery(new Acknowledge(delivery), new InstanceId("a")));
        }

        Assert.Equal(Enumerable.Range(first, count).Select(offset => (long)offset), offsets.Order());
    }

    /// <summary>Stops the queue after its groups have saved their progress, and starts it again.</summary>
    public void Restart()
    {
        _sender.Watch(_log);
        _log.Tell(StopQueue.Instance);
        _sender.ExpectTerminated(_log, JournalKit.Patience);
        _log = Start();
    }

    private static AppendToQueue AppendOf(string id, DateTimeOffset committedAt, StoredEvent? companion = null) => new(
        Queue,
        new TransactionId(id),
        committedAt,
        [new IndexedMessage(0, new Message { Topic = Queue.Topic, Body = Encoding.UTF8.GetBytes(id) })],
        companion);

    private TAnswer Ask<TAnswer>(object question)
    {
        var probe = _kit.CreateTestProbe();
        probe.Send(_log, question);
        return probe.ExpectMsg<TAnswer>(JournalKit.Patience);
    }

    private IActorRef Start()
    {
        var (system, options, delivery) = (_kit.Sys, new TopicOptions(), new DeliveryOptions());
        var (reader, writer, nobody) = (JournalQueueLogReader.Of(system), JournalQueueLogWriter.Of(system), ActorRefs.Nobody);
        Props Delivery(QueueId queue, ConsumerGroup group, int generation, IActorRef log) =>
            Props.Create(() => new GroupDelivery(new GroupQueue(group, queue), log, reader, delivery, NoCopies.Parts, () => nobody));
        GroupDeliveryFactory deliveries = Delivery;
        return system.ActorOf(Props.Create(() => new QueueLog(Queue, options, reader, writer, deliveries, null, null)));
    }
}
