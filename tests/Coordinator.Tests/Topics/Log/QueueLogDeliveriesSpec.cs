using Akka.Actor;
using Akka.Cluster.Sharding;
using Coordinator.Contracts;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Log;

public sealed class QueueLogDeliveriesSpec : QueueLogKit
{
    private static readonly ConsumerGroup Shipping = new("shipping");
    private static readonly ConsumerGroup Points = new("points");

    [Fact]
    public void Messages_of_a_group_go_to_the_one_child_of_the_group()
    {
        var log = StartLog();

        Assert.Equal(SendTo(log, Shipping), SendTo(log, Shipping));
        Assert.NotEqual(SendTo(log, Shipping), SendTo(log, Points));
    }

    [Fact]
    public void Delivery_that_fails_is_started_again_after_a_back_off_by_what_arrived_meanwhile()
    {
        var log = StartLog();
        var first = SendTo(log, Shipping);
        Deliveries.Watch(first);
        log.Tell(new GroupCommand(Shipping, "fail"));
        Deliveries.ExpectTerminated(first);
        log.Tell(new GroupCommand(Shipping, "attach"));
        Deliveries.ExpectNoMsg(TimeSpan.Zero);
        Settle(log);

        Time.Advance(TimeSpan.FromSeconds(1));

        Deliveries.ExpectMsg(new GroupCommand(Shipping, "attach"));
        Assert.NotEqual(first, SendTo(log, Shipping));
    }

    [Fact]
    public void Failure_of_one_delivery_leaves_the_others_and_the_log_alone()
    {
        var log = StartLog();
        var points = SendTo(log, Points);
        var shipping = SendTo(log, Shipping);
        Deliveries.Watch(shipping);
        log.Tell(new GroupCommand(Shipping, "fail"));
        Deliveries.ExpectTerminated(shipping);

        Assert.Equal(points, SendTo(log, Points));
        log.Tell(Append("t1"));
        Appended("t1");
    }

    [Fact]
    public void Delivery_without_consumers_is_stopped_and_the_next_message_starts_another()
    {
        var log = StartLog();
        var first = SendTo(log, Shipping);
        Deliveries.Watch(first);
        log.Tell(new GroupCommand(Shipping, "idle"));
        Deliveries.ExpectMsg(new StopGroup(Force: false));
        Deliveries.ExpectTerminated(first);

        Assert.NotEqual(first, SendTo(log, Shipping));
    }

    [Fact]
    public void Delivery_that_got_consumers_before_it_could_stop_stays_and_gets_what_arrived_meanwhile()
    {
        var log = StartLog();
        var delivery = SendTo(log, Shipping);
        log.Tell(new GroupCommand(Shipping, "stay"));
        log.Tell(new GroupCommand(Shipping, "idle"));
        Deliveries.ExpectMsg(new StopGroup(Force: false));
        log.Tell(new GroupCommand(Shipping, "later"));
        Settle(log);

        delivery.Tell(new GroupCommand(Shipping, "busy"));

        Deliveries.ExpectMsg(new GroupCommand(Shipping, "later"));
        Assert.Equal(delivery, SendTo(log, Shipping));
    }

    [Fact]
    public void Log_that_has_to_stop_lets_its_deliveries_stop_first_and_starts_no_other()
    {
        var log = StartLog();
        Deliveries.Watch(SendTo(log, Points));
        var shipping = SendTo(log, Shipping);
        log.Tell(new GroupCommand(Shipping, "stay"));

        log.Tell(StopQueue.Instance);
        log.Tell(new GroupCommand(Points, "too late"));

        Assert.Equal(2, Deliveries.ReceiveN(3).OfType<StopGroup>().Count(stop => stop.Force));
        Settle(log);
        Sys.Stop(shipping);
        ExpectTerminated(log);
        Deliveries.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Log_without_work_and_without_deliveries_asks_to_be_passivated()
    {
        var log = StartLog();
        AppendMany(log, 1);

        Time.Advance(Options.IdleTime + TimeSpan.FromSeconds(10));

        Assert.Same(PoisonPill.Instance, Parent.ExpectMsg<Passivate>().StopMessage);
    }

    [Fact]
    public void Log_with_a_delivery_stays()
    {
        var log = StartLog();
        var delivery = SendTo(log, Shipping);
        Deliveries.Watch(delivery);
        Time.Advance(Options.IdleTime * 3);
        Settle(log);
        Parent.ExpectNoMsg(TimeSpan.Zero);

        log.Tell(new GroupCommand(Shipping, "idle"));
        Deliveries.ExpectMsg(new StopGroup(Force: false));
        Deliveries.ExpectTerminated(delivery);
        Settle(log);
        Time.Advance(Options.IdleTime + TimeSpan.FromSeconds(10));

        Parent.ExpectMsg<Passivate>();
    }

    [Fact]
    [Trait("race", "61")]
    public void Group_that_the_topic_does_not_have_gets_no_delivery_and_is_told()
    {
        var topics = new StoredGroups();
        TopicGroups = topics;
        var log = StartLog();

        log.Tell(new Attach(Shipping), TestActor);

        ExpectMsg(new Absent());
        topics.Groups[Shipping] = 1;
        log.Tell(new Attach(Shipping), TestActor);
        Deliveries.ExpectMsg(new Attach(Shipping));
    }

    [Fact]
    [Trait("race", "61")]
    public void Group_that_is_closed_gets_no_consumer_until_the_topic_has_decided()
    {
        var topics = new StoredGroups { Groups = { [Shipping] = 0 } };
        TopicGroups = topics;
        var log = StartLog();
        var delivery = SendTo(log, Shipping);
        Deliveries.Watch(delivery);
        topics.Groups.Remove(Shipping);
        topics.Closing.Add(Shipping);

        log.Tell(new CloseDeliveries(Queue, Shipping), TestActor);
        ExpectNoMsg(TimeSpan.Zero);
        Time.Advance(TimeSpan.FromSeconds(6));

        Deliveries.ExpectMsg(new StopGroup(Force: false));
        Deliveries.ExpectTerminated(delivery);
        Assert.Empty(ExpectMsg<DeliveriesClosed>().Busy);
        log.Tell(new Attach(Shipping), TestActor);
        Settle(log);
        Deliveries.ExpectNoMsg(TimeSpan.Zero);
        topics.Closing.Clear();
        topics.Groups[Shipping] = 0;
        log.Tell(new Attach(Shipping), TestActor);
        Deliveries.ExpectMsg(new Attach(Shipping));
    }

    [Fact]
    [Trait("race", "61")]
    public void Group_with_consumers_says_so_and_goes_on()
    {
        TopicGroups = new StoredGroups { Groups = { [Shipping] = 0 } };
        var log = StartLog();
        var delivery = SendTo(log, Shipping);
        log.Tell(new GroupCommand(Shipping, "stay"));
        Time.Advance(TimeSpan.FromSeconds(6));

        log.Tell(new CloseDeliveries(Queue, null), TestActor);
        Deliveries.ExpectMsg(new StopGroup(Force: false));
        delivery.Tell(new GroupCommand(Shipping, "busy"));

        Assert.Equal([Shipping], ExpectMsg<DeliveriesClosed>().Busy);
        Assert.Equal(delivery, SendTo(log, Shipping));
    }

    private sealed record Attach(ConsumerGroup Group) : IAttaches
    {
        public QueueId Queue => QueueLogKit.Queue;

        public INodeMessage? WhenAbsent(QueueEnd end) => new Absent();
    }

    private sealed record Absent : INodeMessage;

    private sealed class StoredGroups : ITopicGroups
    {
        public Dictionary<ConsumerGroup, int> Groups { get; init; } = [];

        public HashSet<ConsumerGroup> Closing { get; } = [];

        public Task<GroupsOfTopic> ReadAsync(Topic topic, CancellationToken cancellationToken) =>
            Task.FromResult(new GroupsOfTopic(true, 0, new Dictionary<ConsumerGroup, int>(Groups), new HashSet<ConsumerGroup>(Closing)));
    }

    private IActorRef SendTo(IActorRef log, ConsumerGroup group)
    {
        log.Tell(new GroupCommand(group, "who"), TestActor);
        Deliveries.ExpectMsg(new GroupCommand(group, "who"));
        log.Tell(new GroupCommand(group, "ref"), TestActor);
        return ExpectMsg<IActorRef>();
    }

    /// <summary>Waits until everything sent before has been handled.</summary>
    private void Settle(IActorRef log)
    {
        log.Tell(new GetQueueEnd(Queue));
        ExpectMsg<QueueEnd>();
    }
}
