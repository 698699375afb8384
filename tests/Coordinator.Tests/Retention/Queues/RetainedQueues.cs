using System.Globalization;
using System.Text;
using Akka;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery;
using Coordinator.Delivery.Bounds;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Schedule;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Persistence.Schemas;
using Coordinator.Retention;
using Coordinator.Retention.Queues;
using Coordinator.Retention.Removals;
using Coordinator.Tests.Persistence.GroupCommit;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;
using JournalWrite = Coordinator.Persistence.GroupCommit.JournalWrite;

namespace Coordinator.Tests.Retention.Queues;

/// <summary>Queues of a topic with their groups, schedules and dead letters on a real database, and their retention.</summary>
internal sealed class RetainedQueues
{
    public static readonly QueueId Queue = new(new Topic("orders.paid"), 0);
    public static readonly QueueId Schedule = QueueSchedule.Of(Queue);

    private static readonly ProducerGroup Producers = new("orders");
    private static readonly DecidedBy Producer = new DecidedBy.Producer(new InstanceId("orders-a"));

    private readonly JournalKit _kit;
    private readonly StoredEventMapping _mapping;
    private readonly IActorRef _queues;
    private readonly IActorRef _deadLetters;
    private readonly IActorRef _topics;
    private readonly SavedProgressReader _progress;
    private int _topicEvents;

    public RetainedQueues(JournalKit kit)
    {
        _kit = kit;
        _mapping = new StoredEventMapping(kit.Sys.Serialization, kit.Sys.Scheduler);
        _progress = SavedProgressReader.Of(kit.Sys);
        _queues = kit.Sys.ActorOf(Region(
            message => (message as IQueueMessage)?.Queue.ToString(), queue => PropsOf(QueueName.Parse(queue)), StopQueue.Instance));
        _deadLetters = kit.Sys.ActorOf(Region(
            message => (message as IDeadLetterMessage)?.Group.Value,
            group => Props.Create(() => new GroupDeadLetters(new ConsumerGroup(group), () => _queues, int.MaxValue)),
            PoisonPill.Instance));
        _topics = kit.Sys.ActorOf(Region(
            message => (message as ITopicMessage)?.Topic.Value,
            topic => Props.Create(() => new TopicActor(new Topic(topic), new TopicOptions { QueuesPerTopic = 1 })),
            PoisonPill.Instance));
    }

    /// <summary>Everything is past its retention at once, unless a test says otherwise.</summary>
    public QueueRetentionOptions Options { get; } = new() { Messages = TimeSpan.Zero };

    public DeliveryOptions Delivery { get; } = new()
    {
        ProgressFlushInterval = TimeSpan.FromMilliseconds(1),
        BoundInterval = TimeSpan.FromMilliseconds(50),
    };

    /// <summary>Epoch of the logs.</summary>
    public long Epoch { get; set; }

    /// <summary>False to let nothing enter the queue from its schedule.</summary>
    public bool RunsSchedules { get; set; } = true;

    public DateTimeOffset Now => _kit.Sys.Scheduler.Now;

    public QueueRetention NewRetention() => QueueRetentionSetup.Create(Options, _kit.Database, _kit.Sys, new KnownFinal(), () => _queues, () => _deadLetters);

    /// <summary>Creates what carries removals out. It waits for nobody who may send to a topic.</summary>
    public RemovalRetention NewRemovals() => RemovalSetup.Create(
        new RemovalTimes(TimeSpan.Zero, TimeSpan.FromMinutes(2)), _kit.Database, _kit.Sys, Regions, () => null);

    /// <summary>Creates what removes idle groups, with a clock that is ahead.</summary>
    public IdleGroups NewIdleGroups(TimeSpan after, TimeSpan ahead) => RemovalSetup.CreateIdle(
        new RetentionOptions { IdleGroups = after }, _kit.Database, _kit.Sys, Regions, () => Now + ahead, () => null);

    private RemovalRegions Regions => new(() => _topics, () => _queues, () => _deadLetters);

    public Task<TopicState> TopicAsync() => JournalTopicReader.Of(_kit.Sys).ReadAsync(Queue.Topic, CancellationToken.None);

    /// <summary>Asks the topic, whose entity reads what <see cref="CreateTopicAsync" /> wrote.</summary>
    public TAnswer AskTopic<TAnswer>(ITopicMessage question)
    {
        var probe = _kit.CreateTestProbe();
        probe.Send(_topics, question);
        return probe.ExpectMsg<TAnswer>(JournalKit.Patience);
    }

    /// <summary>Deletes all that may go now, in batches. Returns the number of entries, and what is kept.</summary>
    public async Task<(long Deleted, IReadOnlyList<KeptData> Kept)> PurgeAsync(QueueRetention? retention = null, int batch = 1_000)
    {
        retention ??= NewRetention();
        var deleted = 0L;
        while (true)
        {
            var done = await retention.DeleteAsync(batch, CancellationToken.None);
            Assert.InRange(done.Deleted, 0, batch);
            deleted += done.Deleted;
            if (!done.IsMore)
                return (deleted, done.Kept);
        }
    }

    public async Task CreateTopicAsync(params string[] groups)
    {
        await WriteTopicAsync(new TopicCreated(1, Now));
        foreach (var group in groups)
            await WriteTopicAsync(new GroupJoined(new ConsumerGroup(group), Now));
    }

    public Task WriteAsync(string transaction, long number, IJournaled happened) => StoreAsync($"t-{transaction}", number, happened);

    public static TransactionCommitted Committed(DateTimeOffset at) => new(Producer, at);

    /// <summary>Commits transactions with one message each, by one write each.</summary>
    public void Commit(int first, int count, TimeSpan delay = default)
    {
        var sender = _kit.CreateTestProbe();
        foreach (var number in Enumerable.Range(first, count))
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"one-{number}");
            var companion = _mapping.ToEvent(new TransactionAppended(Producer, Now), $"t-{id}", 2);
            _queues.Tell(AppendOf(id, Now, delay) with { Companion = companion }, sender);
        }

        for (var i = 0; i < count; i++)
            sender.ExpectMsg<AppendedToQueue>(JournalKit.Patience);
    }

    /// <summary>Appends the message of a transaction whose commit is in the journal already.</summary>
    public void Append(string id, DateTimeOffset committedAt, bool isMove = false) =>
        Ask<AppendedToQueue>(AppendOf(id, committedAt, TimeSpan.Zero) with { IsMove = isMove });

    /// <summary>Lets a member join a group. It gets all messages from the beginning on, unless the group has progress.</summary>
    public TestProbe Join(string group, int room = 10_000)
    {
        AskTopic<TopicDescription>(new JoinTopic(Queue.Topic, new ConsumerGroup(group)));
        var member = _kit.CreateTestProbe();
        Ask<ConsumerAttached>(AttachOf(group, member.Ref, room));
        return member;
    }

    /// <summary>Lets a member ask to join a group, and returns the answer.</summary>
    public TAnswer Attach<TAnswer>(string group) => Ask<TAnswer>(AttachOf(group, _kit.CreateTestProbe().Ref));

    /// <summary>Lets a member ask to join a group that does not answer now.</summary>
    public void AttachSilently(string group)
    {
        var member = _kit.CreateTestProbe();
        _queues.Tell(AttachOf(group, member.Ref), member.Ref);
        Ask<QueueEnd>(new GetQueueEnd(Queue));
        member.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>Prepares a transaction that sends to the topic.</summary>
    public Task PrepareAsync(string id)
    {
        var routed = new RoutedMessage(new Message { Topic = Queue.Topic }, 0);
        return WriteAsync(id, 1, new TransactionPrepared(
            Producers, new InstanceId("orders-a"), [routed], TransactionDigest.Of(Producers, [routed]), null, Now));
    }

    private static AttachConsumer AttachOf(string group, IActorRef session, int room = 10_000) => new(
        Queue, new ConsumerGroup(group), new InstanceId("a"), session, StartPosition.FromBeginning, [], room, TimeSpan.FromHours(1));

    public void Leave(string group, TestProbe member) =>
        _queues.Tell(new DetachConsumer(Queue, new ConsumerGroup(group), member.Ref));

    /// <summary>Expects these offsets, in any order, and acknowledges each.</summary>
    public void Handle(TestProbe member, long first, int count)
    {
        var offsets = new List<long>();
        for (var i = 0; i < count; i++)
            offsets.Add(Settle(member, delivery => new Acknowledge(delivery)).Delivery.Offset);
        Assert.Equal(Enumerable.Range(0, count).Select(place => first + place), offsets.Order());
    }

    /// <summary>Expects a delivery, and settles it.</summary>
    public Deliver Settle(TestProbe member, Func<DeliveryId, Settle> settle)
    {
        var deliver = Delivered(member);
        _queues.Tell(new SettleDelivery(settle(deliver.Delivery), new InstanceId("a")));
        return deliver;
    }

    /// <summary>Expects a delivery.</summary>
    public static Deliver Delivered(TestProbe member) => member.FishForMessage<Deliver>(_ => true, JournalKit.Patience);

    /// <summary>Expects that a member is told of a bound with these exceptions.</summary>
    public static SettledBelow Told(TestProbe member, long bound, params long[] except) => member.FishForMessage<SettledBelow>(
        told => told.Bound == bound && told.Except.SequenceEqual(except), JournalKit.Patience);

    public void Settle(Settle settle) => _queues.Tell(new SettleDelivery(settle, new InstanceId("a")));

    public void Acknowledge(Deliver deliver) => _queues.Tell(new SettleDelivery(new Acknowledge(deliver.Delivery), new InstanceId("a")));

    /// <summary>Returns when the saved progress of a group has everything up to an offset as settled.</summary>
    public Task SavedAsync(string group, long prefix, QueueId? queue = null, int generation = 0) => _kit.AwaitAssertAsync(
        async () => Assert.Equal(prefix, (await _progress.ReadAsync(new GroupQueue(new ConsumerGroup(group), queue ?? Queue, generation)))?.Prefix),
        JournalKit.Patience);

    public GroupDescription Describe(string group) => Ask<GroupDescription>(new DescribeGroup(Queue, new ConsumerGroup(group)));

    public QueueEnd End(QueueId? queue = null) => Ask<QueueEnd>(new GetQueueEnd(queue ?? Queue));

    public QueueTrimmed Trim(long firstKept, long putBacks = 0) => Ask<QueueTrimmed>(new TrimQueue(Queue, firstKept, putBacks));

    public GroupRewound Rewind(string group, long next) =>
        Ask<GroupRewound>(new RewindGroup(Queue, new ConsumerGroup(group), new RewindTarget.Offset(next), "jo"));

    public DeadLetterPage Letters(string group) => AskLetters<DeadLetterPage>(new ListDeadLetters(new ConsumerGroup(group)));

    public ReplayProgress Replay(string group, string id = "r1") =>
        AskLetters<ReplayDescription>(new StartReplay(new ConsumerGroup(group), id, null, "jo", "mended")).Progress;

    public async Task LettersAsync(string group, int count) =>
        await _kit.AwaitAssertAsync(() => Assert.Equal(count, Letters(group).Total), JournalKit.Patience);

    /// <summary>Stops all in order, and starts again with the next message.</summary>
    public async Task RestartAsync() => await EndAsync(new EntityRegion.StopAll());

    /// <summary>Loses all that is in memory.</summary>
    public async Task LoseAsync() => await EndAsync(new EntityRegion.LoseAll());

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await _kit.Database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes a bound durable, and deletes nothing, as a crash between the two does.</summary>
    public Task RaiseAsync(long firstKept) => JournalQueueLogWriter.Of(_kit.Sys).RaiseAsync(Queue, firstKept);

    public Task<long> CountAsync(string condition) => ReadAsync($"SELECT COUNT(*) FROM journal WHERE {condition}");

    public async Task<long> ReadAsync(string sql)
    {
        await using var connection = await _kit.Database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static Props Region(Func<object, string?> idOf, Func<string, Props> props, object stop) =>
        Props.Create(() => new EntityRegion(idOf, props, stop));

    private static AppendToQueue AppendOf(string id, DateTimeOffset committedAt, TimeSpan delay) => new(
        delay > TimeSpan.Zero ? Schedule : Queue,
        new TransactionId(id),
        committedAt,
        [new IndexedMessage(0, new Message { Topic = Queue.Topic, Body = Encoding.UTF8.GetBytes(id), Delay = delay })]);

    private Props PropsOf(QueueId queue)
    {
        var (system, queues, deadLetters) = (_kit.Sys, (Func<IActorRef>)(() => _queues), (Func<IActorRef>)(() => _deadLetters));
        var (reader, writer) = (JournalQueueLogReader.Of(system), JournalQueueLogWriter.Of(system));
        var (options, delivery, topics) = (new TopicOptions(), Delivery, JournalTopicReader.Of(system));
        var bounds = new BoundParts(Epoch, new SqlCopyList(_kit.Database));
        GroupDeliveryFactory deliveries = (of, group, generation, log) =>
            Props.Create(() => new GroupDelivery(new GroupQueue(group, of, generation), log, reader, delivery, bounds, deadLetters));
        ScheduleWorkerFactory workers = (of, log) => QueueSchedule.IsSchedule(of)
            ? Props.Create(() => new ScheduleMover(of, log, queues))
            : Props.Create(() => new ScheduleKeeper(of, reader, queues));
        var used = RunsSchedules ? workers : null;
        return Props.Create(() => new QueueLog(queue, options, reader, writer, deliveries, used, topics));
    }

    private async Task EndAsync(object how)
    {
        await _queues.Ask<Done>(how, JournalKit.Patience);
        await _deadLetters.Ask<Done>(how, JournalKit.Patience);
        await _topics.Ask<Done>(how, JournalKit.Patience);
    }

    private Task WriteTopicAsync(ITopicEvent happened) => StoreAsync(QueueName.PersistenceId(Queue.Topic), ++_topicEvents, happened);

    private async Task StoreAsync(string id, long number, IJournaled happened)
    {
        var ended = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        GroupCommitQueues.Of(_kit.Sys).Write(new JournalWrite([_mapping.ToEvent(happened, id, number)], ended.SetResult));
        Assert.Null(await ended.Task.WaitAsync(JournalKit.Patience));
    }

    private TAnswer Ask<TAnswer>(object question) => Ask<TAnswer>(_queues, question);

    private TAnswer AskLetters<TAnswer>(object question) => Ask<TAnswer>(_deadLetters, question);

    private TAnswer Ask<TAnswer>(IActorRef region, object question)
    {
        var probe = _kit.CreateTestProbe();
        probe.Send(region, question);
        return probe.ExpectMsg<TAnswer>(JournalKit.Patience);
    }
}
