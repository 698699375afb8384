using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Delivery;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Schedule;
using Coordinator.Testing;
using Coordinator.Tests.Delivery.Progress;
using Coordinator.Tests.Topics.Log;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Delivery.Schedule;

/// <summary>Delayed messages wait in the schedule of their queue, and enter the queue once, when they are due.</summary>
[Trait("race", "37")]
public sealed class ScheduleSpec : VirtualTimeKit
{
    private static readonly QueueId Queue = new(new Topic("orders.paid"), 0);
    private static readonly QueueId Delayed = QueueSchedule.Of(Queue);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    private readonly DeliveryOptions _options = new();
    private readonly IActorRef _region;
    private readonly TestProbe _deadLetters;
    private int _transactions;

    public ScheduleSpec()
        : base(ProgressStore.Config)
    {
        _ = ProgressStoreFaults.Of(Sys);
        _deadLetters = CreateTestProbe("dead-letters");
        _region = Sys.ActorOf(Props.Create(() => new Region(LogOf)), "region");
    }

    [Fact]
    [Trait("attack", "L13")]
    public void Message_enters_its_queue_when_it_is_due_and_not_before()
    {
        Append(Delayed, "late", Minute);
        Append(Queue, "now");
        var consumer = Join();
        Handle(consumer, "now");
        Time.Advance(Minute - TimeSpan.FromSeconds(1));
        consumer.ExpectNoMsg(Quiet);

        Time.Advance(TimeSpan.FromSeconds(1));
        var late = consumer.ExpectMsg<Deliver>();

        Assert.Equal(("late", 2, TimeSpan.Zero), (Text(late), late.Delivery.Offset, late.Message.Delay));
        Assert.Equal(Time.Now, late.CommittedAt);
        AwaitAssert(() => Assert.Equal(0, Describe(Delayed, ScheduleMover.Group).Lag));
    }

    [Fact]
    public void Messages_enter_in_the_order_in_which_they_are_due()
    {
        Append(Delayed, "third", 3 * Minute);
        Append(Delayed, "first", Minute);
        Append(Delayed, "second", 2 * Minute);
        var consumer = Join();
        for (var minute = 0; minute < 3; minute++)
        {
            Await(Delayed, waiting: 3 - minute);
            Time.Advance(Minute);
            Handle(consumer, ((string[])["first", "second", "third"])[minute]);
        }
    }

    [Fact]
    public void Messages_of_one_transaction_all_enter()
    {
        var id = new TransactionId("one");
        _region.Tell(new AppendToQueue(
            Delayed, id, Time.Now, [.. Enumerable.Range(0, 5).Select(index => new IndexedMessage(index, Message($"{index}", Minute)))]));
        ExpectMsg(new AppendedToQueue(Delayed, id));
        Await(Delayed, waiting: 5);
        Time.Advance(Minute);
        var consumer = Join();

        Assert.Equal(["0", "1", "2", "3", "4"], Enumerable.Range(0, 5).Select(_ => Text(consumer.ExpectMsg<Deliver>())).Order());
        consumer.ExpectNoMsg(Quiet);
    }

    [Fact]
    public void Message_is_moved_again_when_the_answer_of_its_queue_was_lost_and_enters_once()
    {
        _region.Tell(new Region.LoseAnswers(1));
        Append(Delayed, "late", Minute);
        Await(Delayed, waiting: 1);
        Time.Advance(Minute);
        AwaitAssert(() => Assert.Equal(1, End(Queue)));
        Assert.Equal(1, Describe(Delayed, ScheduleMover.Group).Lag);

        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(6));
            Assert.Equal(0, Describe(Delayed, ScheduleMover.Group).Lag);
        });
        Assert.Equal(1, End(Queue));
    }

    [Fact]
    public void Schedule_that_is_lost_is_woken_by_its_queue_and_goes_on_where_it_was()
    {
        Append(Delayed, "early", Minute);
        Append(Delayed, "late", 2 * Minute);
        var consumer = Join();
        Await(Delayed, waiting: 2);
        Time.Advance(Minute);
        Handle(consumer, "early");
        AwaitAssert(() => Assert.Equal(1, Describe(Delayed, ScheduleMover.Group).Lag));

        // Nobody sends anything to the schedule.
        Lose(Delayed);
        Time.Advance(Minute);
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(3));
            Handle(consumer, Quiet, "late");
        });
        consumer.ExpectNoMsg(Quiet);
    }

    [Fact]
    public void Queue_and_schedule_that_are_lost_together_go_on_when_a_consumer_comes()
    {
        Append(Delayed, "late", Minute);
        Await(Delayed, waiting: 1);
        Lose(Queue);
        Lose(Delayed);
        Time.Advance(Minute);

        Handle(Join(), "late");
    }

    [Fact]
    public void Schedule_whose_word_of_its_first_message_was_lost_is_found_by_its_queue()
    {
        Append(Queue, "now");
        var consumer = Join();
        Handle(consumer, "now");
        _region.Tell(new Region.LoseWords());
        Append(Delayed, "late", Minute);
        Await(Delayed, waiting: 1);
        Lose(Delayed);
        Time.Advance(Minute);

        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(30));
            Handle(consumer, Quiet, "late");
        });
    }

    [Fact]
    public void Schedule_whose_messages_are_all_deleted_goes_on()
    {
        Append(Delayed, "early", Minute);
        var consumer = Join();
        Await(Delayed, waiting: 1);
        Time.Advance(Minute);
        Handle(consumer, "early");
        AwaitAssert(() => Assert.Equal(0, Describe(Delayed, ScheduleMover.Group).Lag));
        _region.Tell(new TrimQueue(Delayed, long.MaxValue));
        ExpectMsg(new QueueTrimmed(Delayed, 2, 1));
        Lose(Delayed);

        Append(Delayed, "late", Minute);
        Await(Delayed, waiting: 1);
        Time.Advance(Minute);

        Handle(consumer, "late");
        Assert.Equal(2, End(Delayed));
        consumer.ExpectNoMsg(Quiet);
    }

    [Fact]
    public void Queue_wakes_a_schedule_whose_messages_are_all_deleted()
    {
        Append(Delayed, "early", Minute);
        var consumer = Join();
        Await(Delayed, waiting: 1);
        Time.Advance(Minute);
        Handle(consumer, "early");
        _region.Tell(new TrimQueue(Delayed, long.MaxValue));
        ExpectMsg(new QueueTrimmed(Delayed, 2, 1));
        Lose(Queue);
        Lose(Delayed);
        _region.Tell(new Region.LoseWords());

        Join();

        AwaitAssert(() =>
        {
            _region.Tell(new Region.Ask());
            Assert.Contains(Delayed, ExpectMsg<IReadOnlyCollection<QueueId>>());
        });
    }

    [Fact]
    public void Group_may_have_the_name_of_the_worker()
    {
        var consumer = Join("schedule");
        Append(Queue, "now");
        Handle(consumer, "now");
    }

    [Fact]
    public void Queue_without_a_schedule_wakes_none()
    {
        Append(Queue, "now");
        Handle(Join(), "now");
        Time.Advance(Minute);
        _region.Tell(new Region.Ask());
        Assert.Equal([Queue], ExpectMsg<IReadOnlyCollection<QueueId>>());
    }

    private static string Text(Deliver deliver) => Encoding.UTF8.GetString(deliver.Message.Body.Span);

    private static Message Message(string body, TimeSpan delay = default) =>
        new() { Topic = Queue.Topic, Body = Encoding.UTF8.GetBytes(body), Delay = delay };

    private void Append(QueueId queue, string body, TimeSpan delay = default)
    {
        var id = new TransactionId($"t{++_transactions}");
        _region.Tell(new AppendToQueue(queue, id, Time.Now, [new IndexedMessage(0, Message(body, delay))]));
        ExpectMsg(new AppendedToQueue(queue, id));
    }

    private TestProbe Join(string group = "shipping")
    {
        var consumer = CreateTestProbe();
        _region.Tell(new AttachConsumer(
            Queue, new ConsumerGroup(group), new InstanceId("a"), consumer.Ref, StartPosition.FromBeginning, [], Room: 10, Lease: null));
        ExpectMsg(new ConsumerAttached(Queue, new ConsumerGroup(group)));
        return consumer;
    }

    private void Handle(TestProbe consumer, string body) => Handle(consumer, within: null, body);

    private void Handle(TestProbe consumer, TimeSpan? within, string body)
    {
        var deliver = consumer.ExpectMsg<Deliver>(within);
        Assert.Equal(body, Text(deliver));
        _region.Tell(new SettleDelivery(new Acknowledge(deliver.Delivery), new InstanceId("a")));
    }

    private void Await(QueueId queue, int waiting) => AwaitAssert(() => Assert.Equal(waiting, Describe(queue, ScheduleMover.Group).Waiting));

    private GroupDescription Describe(QueueId queue, ConsumerGroup group) => AskAgain<GroupDescription>(_region, new DescribeGroup(queue, group));

    private long End(QueueId queue)
    {
        var probe = CreateTestProbe();
        probe.Send(_region, new GetQueueEnd(queue));
        return probe.ExpectMsg<QueueEnd>().Offset;
    }

    private void Lose(QueueId queue)
    {
        _region.Tell(new Region.Lose(queue));
        ExpectMsg(queue);
    }

    private Props LogOf(QueueId queue, IActorRef region)
    {
        var options = new TopicOptions();
        var reader = new JournalFaultsLogReader(Journal);
        return Props.Create(() => new QueueLog(queue, options, reader, new FaultyQueueLogWriter(Sys), Deliveries(reader), Workers(reader, region), null));
    }

    private GroupDeliveryFactory Deliveries(IQueueLogReader reader)
    {
        var (options, deadLetters) = (_options, _deadLetters.Ref);
        return (queue, group, _, log) => Props.Create(() => new GroupDelivery(new GroupQueue(group, queue), log, reader, options, NoCopies.Parts, () => deadLetters));
    }

    private static ScheduleWorkerFactory Workers(IQueueLogReader reader, IActorRef region) => (queue, log) => QueueSchedule.IsSchedule(queue)
        ? Props.Create(() => new ScheduleMover(queue, log, () => region))
        : Props.Create(() => new ScheduleKeeper(queue, reader, () => region));

    /// <summary>Region of the queues: starts a log at its first message.</summary>
    private sealed class Region : ReceiveActor
    {
        private readonly Dictionary<QueueId, IActorRef> _logs = [];
        private int _toLose;
        private bool _losesWords;

        public Region(Func<QueueId, IActorRef, Props> log)
        {
            Receive<LoseAnswers>(lose => _toLose = lose.Count);
            Receive<Ask>(_ => Sender.Tell((IReadOnlyCollection<QueueId>)[.. _logs.Keys]));
            Receive<Lose>(lose =>
            {
                var requester = Sender;
                if (_logs.Remove(lose.Queue, out var lost))
                    lost.GracefulStop(TimeSpan.FromSeconds(10)).ContinueWith(_ => (object)lose.Queue, TaskScheduler.Default).PipeTo(requester);
            });
            Receive<LoseWords>(_ => _losesWords = true);
            Receive<ScheduleInUse>(_ => _losesWords, _ => { });
            Receive<IQueueMessage>(message =>
            {
                if (!_logs.TryGetValue(message.Queue, out var queue))
                    _logs[message.Queue] = queue = Context.ActorOf(log(message.Queue, Self));
                var loses = message is AppendToQueue { Queue.Number: >= 0 } && _toLose-- > 0;
                queue.Tell(message, loses ? ActorRefs.Nobody : Sender);
            });
        }

        internal sealed record Lose(QueueId Queue);

        internal sealed record LoseAnswers(int Count);

        /// <summary>Lose what schedules tell their queues.</summary>
        internal sealed record LoseWords;

        internal sealed record Ask;
    }
}
