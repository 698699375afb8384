using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Sessions;
using Coordinator.Delivery.Common;
using Coordinator.Sessions;
using Coordinator.Sessions.Access;
using Coordinator.Topics.Catalog;

namespace Coordinator.Tests.Sessions;

public sealed class SessionConsumingSpec : SessionKit
{
    private static readonly ConsumerGroup Shipping = new("shipping");
    private static readonly Topic Paid = new("orders.paid");

    [Fact]
    public void Subscribe_attaches_to_every_queue_and_is_accepted_when_all_know()
    {
        var session = OpenSession();

        session.Tell(FrameOf(SubscribeTo(Paid)), Participant);
        var attached = Attachments();

        Assert.Equal([0, 1, 2], attached.Select(attach => attach.Queue.Number));
        Assert.Equal([4, 3, 3], attached.Select(attach => attach.Room));
        Confirm(session, 0, 1);
        Participant.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Confirm(session, 2);
        Assert.True(ExpectItem<SubscribeReply>().Accepted);
    }

    [Fact]
    public void Repeated_subscribe_is_accepted_again_without_a_new_start()
    {
        var session = Subscribed();

        session.Tell(FrameOf(SubscribeTo(Paid)), Participant);

        Assert.True(ExpectItem<SubscribeReply>().Accepted);
        Queues.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Subscription_that_a_queue_does_not_confirm_is_repeated_then_refused_for_now()
    {
        var session = OpenSession();
        session.Tell(FrameOf(SubscribeTo(Paid)), Participant);
        Attachments();

        Advance(TimeSpan.FromSeconds(2));
        Attachments();
        session.Tell(FrameOf(new Heartbeat(1)), Participant);
        ExpectItem<Heartbeat>();
        Advance(TimeSpan.FromSeconds(8));

        var reply = ExpectItem<SubscribeReply>();
        Assert.Equal((false, true), (reply.Accepted, reply.Retryable));
    }

    [Fact]
    public void Subscription_is_refused_for_now_when_its_topic_does_not_answer()
    {
        var session = OpenSession();
        session.Tell(FrameOf(SubscribeTo(new Topic("other"))), Participant);

        Topics.Answer.SetException(new TimeoutException());

        var reply = ExpectItem<SubscribeReply>();
        Assert.Equal((false, true), (reply.Accepted, reply.Retryable));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Subscription_whose_topic_is_refused_is_told_the_reason_and_whether_to_repeat_it(bool retryable)
    {
        var session = OpenSession();
        session.Tell(FrameOf(SubscribeTo(new Topic("other"))), Participant);

        Topics.Answer.SetResult(new TopicAnswer(0, "too many topics.", retryable));

        var reply = ExpectItem<SubscribeReply>();
        Assert.Equal((false, retryable, "too many topics."), (reply.Accepted, reply.Retryable, reply.Detail));
    }

    [Fact]
    public void Subscription_of_a_group_that_is_not_allowed_is_refused_for_good()
    {
        Options.Participants = [new ParticipantAccess { Name = "s", Secret = new string('s', 16), ConsumerGroups = ["points"], Subscribe = ["*"] }];
        Prove(StartListener(), new OpenSession(ProtocolVersion.Current, new InstanceId("s-1"), []), "s", new string('s', 16));
        Participant.ExpectMsg<SessionOpened>();

        Participant.LastSender.Tell(FrameOf(SubscribeTo(Paid)), Participant);

        var reply = ExpectItem<SubscribeReply>();
        Assert.Equal((false, false), (reply.Accepted, reply.Retryable));
    }

    [Fact]
    public void Subscription_to_a_topic_that_is_not_allowed_is_refused_for_good()
    {
        var session = OpenAs(new ParticipantAccess { ConsumerGroups = ["shipping"], Subscribe = ["stock.*", "orders.paid"] });

        session.Tell(FrameOf(SubscribeTo(new Topic("orders.paid.late"))), Participant);

        var reply = ExpectItem<SubscribeReply>();
        Assert.Equal((false, false), (reply.Accepted, reply.Retryable));
        Assert.Equal("participant service may not subscribe to topic orders.paid.late.", reply.Detail);
        session.Tell(FrameOf(SubscribeTo(Paid)), Participant);
        Attachments();
    }

    [Fact]
    public void Settlement_and_end_of_a_subscription_for_a_group_that_is_not_allowed_have_no_effect()
    {
        var session = OpenAs(new ParticipantAccess { ConsumerGroups = ["points"], Subscribe = ["*"] });

        session.Tell(
            FrameOf(SubscribeTo(Paid), new Acknowledge(Delivery(1).Delivery), new Unsubscribe(Shipping, Paid), new Heartbeat(1)), Participant);

        Participant.ExpectMsg<Frame>();
        Queues.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Bound_of_a_subscription_is_passed_on_and_no_other()
    {
        var session = Subscribed();
        session.Tell(new SettledBelow(new ConsumerGroup("points"), new QueueId(Paid, 0), 7, 17, []));
        session.Tell(new SettledBelow(Shipping, new QueueId(Paid, 0), 7, 18, [3]));

        Assert.Equal(18, ExpectItem<SettledBelow>().Bound);
    }

    [Fact]
    public void Delivery_is_passed_on_and_settled_at_its_queue()
    {
        var session = Subscribed();
        session.Tell(Delivery(1));
        var delivered = ExpectItem<Deliver>();

        session.Tell(FrameOf(new Acknowledge(delivered.Delivery)), Participant);

        Assert.Equal(
            new SettleDelivery(new Acknowledge(delivered.Delivery), new InstanceId("orders-1")), Queues.ExpectMsg<SettleDelivery>());
    }

    [Fact]
    public void Settlement_for_a_queue_that_was_never_subscribed_is_dropped()
    {
        var session = Subscribed();

        session.Tell(
            FrameOf(
                new Acknowledge(new DeliveryId(Shipping, new QueueId(Paid, 3), 1, 1)),
                new Acknowledge(new DeliveryId(new ConsumerGroup("points"), new QueueId(Paid, 0), 1, 1))),
            Participant);

        Queues.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Unsubscribe_detaches_and_what_is_in_hand_may_still_be_settled()
    {
        var session = Subscribed();

        session.Tell(FrameOf(new Unsubscribe(Shipping, Paid)), Participant);
        for (var number = 0; number < FixedTopics.QueueCount; number++)
            Assert.Equal(number, Queues.ExpectMsg<DetachConsumer>().Queue.Number);
        session.Tell(Delivery(2));
        session.Tell(FrameOf(new Acknowledge(Delivery(1).Delivery)), Participant);

        Queues.ExpectMsg<SettleDelivery>();
        Participant.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void What_is_in_hand_may_be_settled_while_its_subscription_changes()
    {
        var session = Subscribed();

        var changed = SubscribeTo(Paid) with { MaxInFlight = 30 };
        session.Tell(FrameOf(changed, new Acknowledge(Delivery(1).Delivery)), Participant);

        Assert.Equal([10, 10, 10], Attachments().Select(attach => attach.Room));
        Queues.ExpectMsg<SettleDelivery>();
        Confirm(session, 0, 1, 2);
        Assert.True(ExpectItem<SubscribeReply>().Accepted);
    }

    [Fact]
    public void Queues_are_told_of_their_consumers_again_and_again()
    {
        var session = Subscribed();
        Advance(TimeSpan.FromSeconds(8));
        session.Tell(FrameOf(new Heartbeat(1)), Participant);
        ExpectItem<Heartbeat>();
        Queues.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Advance(TimeSpan.FromSeconds(2));

        Attachments();
    }

    [Fact]
    public void Silent_session_ends_and_leaves_its_queues()
    {
        var session = Subscribed();
        Watch(session);

        Advance(Options.Timeout + TimeSpan.FromSeconds(1));

        Assert.Contains("sent nothing for", ExpectItem<SessionClosed>().Reason, StringComparison.Ordinal);
        ExpectTerminated(session);
        Assert.Equal(ConsumerLoss.Lost, Queues.FishForMessage<DetachConsumer>(_ => true).Loss);
        Checks.FishForMessage(message => message is UnregisterProducer);
    }

    [Fact]
    public void Session_closed_by_its_participant_leaves_its_queues()
    {
        var session = Subscribed();

        session.Tell(Delivery(1));
        session.Tell(FrameOf(new SessionClosed("done")), Participant);

        Assert.Equal(ConsumerLoss.None, Queues.ExpectMsg<DetachConsumer>().Loss);
    }

    [Theory]
    [Trait("race", "28")]
    [InlineData(2, 0, ConsumerLoss.Lost)]
    [InlineData(2, 1, ConsumerLoss.LostWithOne)]
    [InlineData(1, 0, ConsumerLoss.LostWithOne)]
    [InlineData(1, 1, ConsumerLoss.Lost)]
    public void Session_whose_process_is_lost_tells_whether_it_had_one_delivery(int delivered, int settled, object loss)
    {
        var session = Subscribed();
        for (var offset = 1; offset <= delivered; offset++)
            session.Tell(Delivery(offset));
        for (var offset = 1; offset <= settled; offset++)
            session.Tell(FrameOf(new Acknowledge(Delivery(offset).Delivery)), Participant);

        session.Tell(new EndSession("the connection was lost.", Superseded: false, IsLost: true));

        Assert.Equal(loss, Queues.FishForMessage<DetachConsumer>(_ => true).Loss);
    }

    [Fact]
    public void Renewals_and_begins_of_deliveries_go_to_their_queue()
    {
        var session = Subscribed();
        var delivery = Delivery(1).Delivery;

        session.Tell(FrameOf(new RenewLeases(Shipping, delivery.Queue, [new RunningDelivery(1, 1)]), new MayBegin(delivery, true)), Participant);

        Assert.Equal(new RunningDelivery(1, 1), Assert.Single(Queues.ExpectMsg<RenewDeliveries>().Running));
        var begin = Queues.ExpectMsg<BeginDelivery>();
        Assert.Equal((new MayBegin(delivery, true), session), (begin.Begin, begin.Session));
        session.Tell(new Begin(delivery));
        Assert.Equal(new Begin(delivery), ExpectItem<Begin>());
    }

    [Fact]
    public void Renewals_and_begins_for_what_the_session_does_not_consume_go_nowhere()
    {
        var session = Subscribed();
        var elsewhere = new DeliveryId(new ConsumerGroup("other"), new QueueId(Paid, 0), 1, 1);

        session.Tell(
            FrameOf(new RenewLeases(elsewhere.Group, elsewhere.Queue, [new RunningDelivery(1, 1)]), new MayBegin(elsewhere, true)),
            Participant);

        Queues.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Large_deliveries_never_fill_a_frame_beyond_what_remoting_lets_through()
    {
        var session = Subscribed();
        for (var offset = 1; offset <= 20; offset++)
            session.Tell(Delivery(offset, new byte[1_000_000]));

        for (var items = 0; items < 20;)
        {
            var frame = Participant.ExpectMsg<Frame>();
            Assert.True(frame.Items.Count == 1 || frame.Items.Count * 1_000_000 < Frame.MaxBytes);
            items += frame.Items.Count;
        }
    }

    [Fact]
    public void Subscription_beyond_those_that_a_session_may_have_is_refused_for_good()
    {
        Options.MaxSubscriptions = 1;
        var session = Subscribed();

        session.Tell(FrameOf(SubscribeTo(new Topic("orders.other"))), Participant);

        var refused = ExpectItem<SubscribeReply>();
        Assert.Equal((false, false), (refused.Accepted, refused.Retryable));
        Assert.Equal("a session may have at most 1 subscriptions (sessions.maxSubscriptions).", refused.Detail);
    }

    private IActorRef Subscribed()
    {
        var session = OpenSession();
        session.Tell(FrameOf(SubscribeTo(Paid)), Participant);
        Attachments();
        Confirm(session, 0, 1, 2);
        ExpectItem<SubscribeReply>();
        return session;
    }

    [Fact]
    [Trait("race", "61")]
    public void Consumer_of_a_removed_group_joins_again_as_a_new_one()
    {
        var session = OpenSession();
        session.Tell(FrameOf(SubscribeTo(Paid)), Participant);
        Attachments();
        Confirm(session, [.. Enumerable.Range(0, FixedTopics.QueueCount)]);

        session.Tell(new ConsumerRefused(new QueueId(Paid, 0), Shipping), Queues);

        Assert.Equal(FixedTopics.QueueCount, Attachments().Count);
    }

    private List<AttachConsumer> Attachments() =>
        [.. Enumerable.Range(0, FixedTopics.QueueCount).Select(_ => Queues.ExpectMsg<AttachConsumer>())];

    private void Confirm(IActorRef session, params int[] queues)
    {
        foreach (var number in queues)
            session.Tell(new ConsumerAttached(new QueueId(Paid, number), Shipping), Queues);
    }

    private static Subscribe SubscribeTo(Topic topic) => new(Shipping, topic, StartPosition.FromEnd, 10, null, ["express"]);

    private static Deliver Delivery(long offset, byte[]? body = null) => new(
        new DeliveryId(Shipping, new QueueId(Paid, 0), offset, 1),
        new MessageId(new TransactionId("order-1"), 0),
        new Message { Topic = Paid, Body = body ?? [] },
        DateTimeOffset.UnixEpoch,
        TimeSpan.FromSeconds(30));
}
