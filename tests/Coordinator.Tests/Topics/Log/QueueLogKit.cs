using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Testing;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

/// <summary>
/// Log of a queue with a probe as its parent, a journal that fails on command, and the test as the sender of appends.
/// </summary>
public abstract class QueueLogKit : VirtualTimeKit
{
    private protected static readonly QueueId Queue = new(new Topic("orders.paid"), 2);

    protected QueueLogKit()
    {
        Reader = new JournalFaultsLogReader(Journal);
        Parent = CreateTestProbe("shard");
        Deliveries = CreateTestProbe("deliveries");
    }

    private protected TopicOptions Options { get; } = new();

    private protected JournalFaultsLogReader Reader { get; }

    /// <summary>Gets or sets what tells the groups of the topic; <c>null</c> to deliver to every group.</summary>
    private protected ITopicGroups? TopicGroups { get; set; }

    protected TestProbe Parent { get; }

    /// <summary>Gets the probe that receives everything sent to a group delivery.</summary>
    protected TestProbe Deliveries { get; }

    private protected IReadOnlyList<EntryAppended> Entries =>
        [.. Journal.EventsOf(QueueName.PersistenceId(Queue)).Cast<EntryAppended>()];

    protected IActorRef StartLog() =>
        Watch(Parent.ChildActorOf(Props.Create(() => new QueueLog(Queue, Options, Reader, new FaultyQueueLogWriter(Sys), Delivery, null, TopicGroups))));

    protected void Restart(ref IActorRef log)
    {
        Sys.Stop(log);
        ExpectTerminated(log);
        log = StartLog();
    }

    private protected AppendToQueue Append(string transaction, DateTimeOffset? committedAt = null, int messages = 1) => new(
        Queue,
        new TransactionId(transaction),
        committedAt ?? Time.Now,
        [.. Enumerable.Range(0, messages).Select(index => new IndexedMessage(index, new Message { Topic = Queue.Topic }))]);

    private protected void Appended(params string[] transactions)
    {
        foreach (var transaction in transactions)
            ExpectMsg(new AppendedToQueue(Queue, new TransactionId(transaction)));
    }

    private protected void AppendMany(IActorRef log, int count)
    {
        for (var i = 0; i < count; i++)
            log.Tell(Append($"many-{i}"));
        for (var i = 0; i < count; i++)
            ExpectMsg<AppendedToQueue>();
    }

    private Props Delivery(QueueId queue, ConsumerGroup group, int generation, IActorRef log)
    {
        var deliveries = Deliveries.Ref;
        return Props.Create(() => new StubDelivery(deliveries, log));
    }

    /// <summary>
    /// Forwards messages to the test. Some messages control it: "fail" makes it fail, "idle" and "busy" make it report that
    /// state, "stay" makes it refuse to stop, "ref" makes it reply with itself.
    /// </summary>
    private sealed class StubDelivery : ReceiveActor
    {
        private bool _stays;

        public StubDelivery(IActorRef test, IActorRef log)
        {
            Receive<GroupCommand>(
                command => command.Text == "fail", _ => throw new InvalidOperationException("failed on command"));
            Receive<GroupCommand>(command => command.Text == "idle", command => log.Tell(new GroupIdle(command.Group)));
            Receive<GroupCommand>(command => command.Text == "stay", _ => _stays = true);
            Receive<GroupCommand>(command => command.Text == "ref", _ => Sender.Tell(Self));
            Receive<GroupCommand>(command => command.Text == "busy", command => log.Tell(new GroupBusy(command.Group)));
            Receive<StopGroup>(stop =>
            {
                test.Tell(stop);
                if (!_stays)
                    Context.Stop(Self);
            });
            ReceiveAny(test.Forward);
        }
    }

    private protected sealed record GroupCommand(ConsumerGroup Group, string Text) : IGroupMessage
    {
        public QueueId Queue => QueueLogKit.Queue;
    }
}
