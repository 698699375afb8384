using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Testing;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Tests.Topics.Catalog;

public sealed class TopicActorSpec : VirtualTimeKit
{
    private static readonly Topic Orders = new("orders");

    private readonly TopicOptions _options = new();
    private readonly TestProbe _parent;

    public TopicActorSpec() => _parent = CreateTestProbe();

    [Fact]
    public void Topic_is_created_by_the_first_who_asks_and_once()
    {
        var topic = Start();
        topic.Tell(new GetOrCreateTopic(Orders));
        topic.Tell(new GetOrCreateTopic(Orders));

        Assert.Equal(4, ExpectMsg<TopicDescription>().QueueCount);
        Assert.Equal(4, ExpectMsg<TopicDescription>().QueueCount);
        Assert.Equal(new TopicCreated(4, Time.Now), Assert.Single(Journal.EventsOf("topic-orders")));
    }

    [Fact]
    public void Number_of_queues_never_changes_whatever_the_options_say_later()
    {
        var topic = Start();
        topic.Tell(new GetOrCreateTopic(Orders));
        ExpectMsg<TopicDescription>();
        Stop(topic);
        _options.QueuesPerTopic = 16;

        Start().Tell(new GetOrCreateTopic(Orders));

        Assert.Equal(4, ExpectMsg<TopicDescription>().QueueCount);
    }

    [Fact]
    public void Group_joins_once_and_is_remembered()
    {
        var topic = Start();
        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("shipping")));
        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("points")));
        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("shipping")));
        for (var i = 0; i < 3; i++)
            ExpectMsg<TopicDescription>();
        Stop(topic);

        Start().Tell(new DescribeTopic(Orders));

        Assert.Equal([new ConsumerGroup("shipping"), new ConsumerGroup("points")], ExpectMsg<TopicDescription>().Groups);
        Assert.Equal(3, Journal.EventsOf("topic-orders").Count);
    }

    [Fact]
    public void Topic_is_not_created_automatically_when_the_options_forbid_it()
    {
        _options.AutoCreate = false;
        var topic = Start();
        topic.Tell(new GetOrCreateTopic(Orders));
        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("shipping")));

        for (var refused = 0; refused < 2; refused++)
        {
            Assert.Equal(
                "topic orders does not exist, and topics are not created automatically (topics.autoCreate); name it in topics.queues.",
                ExpectMsg<TopicDescription>().Refusal);
        }

        Assert.Empty(Journal.Written);
    }

    [Fact]
    public void Topic_beyond_the_limit_is_not_created_and_an_existing_one_is_not_affected()
    {
        _options.Limit = 7;
        var topic = Start();
        topic.Tell(new GetOrCreateTopic(Orders, Existing: 7));
        Assert.Equal(
            "topic orders does not exist, and the limit of 7 topics is reached (topics.limit).", ExpectMsg<TopicDescription>().Refusal);

        topic.Tell(new GetOrCreateTopic(Orders, Existing: 6));
        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("shipping"), Existing: 7));

        Assert.Null(ExpectMsg<TopicDescription>().Refusal);
        Assert.Null(ExpectMsg<TopicDescription>().Refusal);
    }

    [Fact]
    public void Topic_that_the_options_name_exists_whatever_the_limits()
    {
        (_options.AutoCreate, _options.Limit) = (false, 1);
        _options.Queues["orders"] = 2;

        Start().Tell(new GetOrCreateTopic(Orders, Existing: 7));

        Assert.Equal(2, ExpectMsg<TopicDescription>().QueueCount);
    }

    [Fact]
    public void Group_beyond_the_limit_of_the_topic_does_not_join()
    {
        _options.GroupsPerTopic = 1;
        var topic = Start();
        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("shipping")));
        ExpectMsg<TopicDescription>();
        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("points")));
        Assert.Equal(
            "topic orders has reached its limit of 1 consumer groups (topics.groupsPerTopic).", ExpectMsg<TopicDescription>().Refusal);

        topic.Tell(new JoinTopic(Orders, new ConsumerGroup("shipping")));

        Assert.Null(ExpectMsg<TopicDescription>().Refusal);
        Assert.Equal(2, Journal.EventsOf("topic-orders").Count);
    }

    [Fact]
    public void Question_about_an_unknown_topic_does_not_create_it()
    {
        Start().Tell(new DescribeTopic(Orders));

        ExpectMsg(new TopicUnknown(Orders));
        Assert.Empty(Journal.Written);
    }

    [Fact]
    public void Topic_whose_write_fails_is_not_answered_and_succeeds_when_asked_again()
    {
        Journal.Arm(JournalFault.Fail);
        var topic = Watch(Start());
        topic.Tell(new GetOrCreateTopic(Orders));
        ExpectTerminated(topic);

        Start().Tell(new GetOrCreateTopic(Orders));

        ExpectMsg<TopicDescription>();
    }

    [Fact]
    public void Topic_that_nobody_asks_for_asks_to_be_passivated()
    {
        var topic = Start();
        topic.Tell(new DescribeTopic(Orders));
        ExpectMsg<TopicUnknown>();

        Time.Advance(_options.IdleTime + TimeSpan.FromSeconds(1));

        _parent.ExpectMsg<Passivate>();
    }

    [Fact]
    public void Removed_group_that_joins_again_is_another_one()
    {
        var topic = Start();
        Join(topic);

        Assert.Equal(new RemovalAnswer(Orders, 1, RemovalStage.Begun), Ask(topic, Begin(Shipping)));
        Assert.Equal(new RemovalAnswer(Orders, 1, RemovalStage.Decided), Ask(topic, new DecideRemoval(Orders, 1)));
        Stop(topic);
        topic = Start();
        Join(topic);

        Assert.Equal(1, Assert.IsType<GroupJoined>(Journal.EventsOf("topic-orders")[^1]).Generation);
        Assert.Equal(new RemovalAnswer(Orders, 1, RemovalStage.Completed), Ask(topic, new CompleteRemoval(Orders, 1)));
    }

    [Fact]
    public void Group_cannot_join_while_its_removal_can_be_abandoned_and_stays_when_it_is()
    {
        var topic = Start();
        Join(topic);
        Ask(topic, Begin(Shipping));

        topic.Tell(new JoinTopic(Orders, Shipping));
        var refused = ExpectMsg<TopicDescription>();
        Assert.Contains("being deleted by ann", refused.Refusal, StringComparison.Ordinal);
        Assert.True(refused.IsRetryable);

        Ask(topic, new AbandonRemoval(Orders, 1, "a consumer is there"));
        Join(topic);
        Assert.Equal(
            new RemovalAnswer(Orders, 1, RemovalStage.Abandoned, "removal 1 of topic orders is Abandoned by now."), Ask(topic, new DecideRemoval(Orders, 1)));
        Assert.Equal(4, Journal.EventsOf("topic-orders").Count);
    }

    [Fact]
    public void Deleted_topic_is_created_again_when_nothing_is_left_and_has_as_many_queues_as_before()
    {
        var topic = Start();
        Join(topic);
        Ask(topic, Begin(null));
        Ask(topic, new DecideRemoval(Orders, 1));
        topic.Tell(new GetOrCreateTopic(Orders));
        Assert.True(ExpectMsg<TopicDescription>().IsRetryable);
        Ask(topic, new CompleteRemoval(Orders, 1));
        topic.Tell(new DescribeTopic(Orders));
        ExpectMsg<TopicUnknown>();
        Stop(topic);
        _options.QueuesPerTopic = 16;

        topic = Start();
        topic.Tell(new GetOrCreateTopic(Orders));

        var created = ExpectMsg<TopicDescription>();
        Assert.Equal(4, created.QueueCount);
        Assert.Empty(created.Groups);
    }

    [Fact]
    public void Deleted_topic_that_has_messages_is_created_whatever_the_limits_say()
    {
        var topic = Start();
        Join(topic);
        Ask(topic, Begin(null));
        Ask(topic, new DecideRemoval(Orders, 1));
        Ask(topic, new CompleteRemoval(Orders, 1));
        Stop(topic);
        _options.AutoCreate = false;

        Start().Tell(new GetOrCreateTopic(Orders, HasMessages: true));

        Assert.Null(ExpectMsg<TopicDescription>().Refusal);
    }

    [Fact]
    public void Topic_has_one_removal_at_a_time_that_can_be_abandoned()
    {
        var topic = Start();
        Join(topic);
        Assert.Contains("does not consume", Ask(topic, Begin(new ConsumerGroup("points"))).Refusal, StringComparison.Ordinal);
        Ask(topic, Begin(Shipping));

        Assert.Contains("ann is deleting group shipping", Ask(topic, Begin(null)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_that_would_exceed_the_limit_of_queues_is_refused_with_the_limit()
    {
        _options.QueueLimit = 10;
        var topic = Start();

        topic.Tell(new GetOrCreateTopic(Orders, 2, ExistingQueues: 7));
        Assert.Equal(
            "topic orders does not exist and would have 4 queues, and 7 of at most 10 queues exist (topics.queueLimit).",
            ExpectMsg<TopicDescription>().Refusal);

        topic.Tell(new JoinTopic(Orders, Shipping, 2, ExistingQueues: 6));
        Assert.Null(ExpectMsg<TopicDescription>().Refusal);
    }

    private static readonly ConsumerGroup Shipping = new("shipping");

    private static BeginRemoval Begin(ConsumerGroup? group) => new(Orders, group, "ann", "not used", "nothing", []);

    private void Join(IActorRef topic)
    {
        topic.Tell(new JoinTopic(Orders, Shipping));
        Assert.Null(ExpectMsg<TopicDescription>().Refusal);
    }

    private RemovalAnswer Ask(IActorRef topic, ITopicMessage message)
    {
        topic.Tell(message);
        return ExpectMsg<RemovalAnswer>();
    }

    private IActorRef Start() => _parent.ChildActorOf(Props.Create(() => new TopicActor(Orders, _options)));

    private void Stop(IActorRef topic)
    {
        Watch(topic);
        Sys.Stop(topic);
        ExpectTerminated(topic);
    }
}
