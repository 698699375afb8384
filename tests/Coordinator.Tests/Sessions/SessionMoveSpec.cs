using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Delivery.Common;
using Coordinator.Sessions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Sessions;

/// <summary>Sessions while shards move, and sessions of a node that stops while others serve.</summary>
public sealed class SessionMoveSpec : SessionKit
{
    private static readonly TransactionId Id = new("order-1");
    private static readonly ConsumerGroup Shipping = new("shipping");
    private static readonly Topic Paid = new("orders.paid");
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(0.5);

    [Fact]
    [Trait("race", "31")]
    public void Command_that_a_moving_shard_dropped_is_sent_again_within_half_a_second()
    {
        var session = OpenSession();
        session.Tell(FrameOf(new Commit(Id, Orders, 3)), Participant);
        var first = Transactions.ExpectMsg<CommitTransaction>();

        Pass(session, Half);

        Assert.Equal(first, Transactions.ExpectMsg<CommitTransaction>());
        Transactions.Reply(Accepted(TransactionCommandKind.Commit, 3));
        ExpectItem<TransactionReply>();
        Pass(session, TimeSpan.FromSeconds(2));
        Transactions.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    [Trait("race", "31")]
    public void Command_is_sent_again_at_growing_intervals_and_given_up_when_its_time_is_over()
    {
        var session = OpenSession();
        session.Tell(FrameOf(new Commit(Id, Orders, 3)), Participant);

        Pass(session, Options.CommandTimeout);
        session.Tell(FrameOf(new Heartbeat(1)), Participant);
        Pass(session, Options.CommandTimeout);

        for (var sent = 0; sent < 5; sent++)
            Transactions.ExpectMsg<CommitTransaction>();
        Transactions.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>The first one may have arrived, and only its reply was lost.</summary>
    [Fact]
    [Trait("race", "31")]
    public void Prepare_that_is_sent_again_is_not_new_any_more()
    {
        var session = OpenSession();
        session.Tell(FrameOf(new Prepare(Id, Orders, [new Message { Topic = Paid }], IsNew: true)), Participant);
        Assert.True(Transactions.ExpectMsg<PrepareTransaction>().IsNew);

        Pass(session, Half);

        Assert.False(Transactions.ExpectMsg<PrepareTransaction>().IsNew);
    }

    [Fact]
    [Trait("race", "34")]
    public void Queue_whose_delivery_has_ended_gets_its_consumer_again_at_once_and_until_it_confirms()
    {
        var session = OpenSession();
        var delivery = CreateTestProbe();
        Subscribe(session, delivery);

        Sys.Stop(delivery);

        var numbers = Attachments().Select(attach => attach.Queue.Number);
        Assert.Equal([0, 1, 2], numbers.Order());
        Confirm(session, CreateTestProbe(), 0, 1);
        // The participant tells again which handlers run.
        Assert.True(Participant.ExpectMsg<Frame>().Items.All(item => item is SubscribeReply { Accepted: true }));
        Queues.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Queues.ExpectMsg<AttachConsumer>().Queue.Number);
    }

    [Fact]
    [Trait("race", "34")]
    public void Sessions_move_when_the_node_stops_and_another_one_serves()
    {
        var listener = StartListener();
        var session = OpenSession(listener);
        Subscribe(session, CreateTestProbe());
        listener.Tell(new NodesChanged(["10.0.0.1:4053", "10.0.0.2:4053"]));
        ExpectItem<NodesChanged>();
        Watch(session);

        listener.Tell(new CloseListener(), TestActor);

        Assert.True(ExpectItem<SessionClosed>().Moves);
        for (var number = 0; number < FixedTopics.QueueCount; number++)
            Assert.Equal(ConsumerLoss.Moved, Deliveries.ExpectMsg<DetachConsumer>().Loss);
        Advance(TimeSpan.FromSeconds(1.5));
        ExpectTerminated(session);
        ExpectMsg<ListenerClosed>();
    }

    [Fact]
    [Trait("race", "34")]
    public void Session_that_moves_hands_late_deliveries_back_and_takes_late_settlements()
    {
        var session = OpenSession();
        Subscribe(session, CreateTestProbe());
        session.Tell(new MoveSession());
        Assert.True(ExpectItem<SessionClosed>().Moves);

        session.Tell(Delivery(2));
        Assert.Equal(new HandBack(Delivery(2).Delivery), Queues.ExpectMsg<SettleDelivery>().Settle);
        session.Tell(FrameOf(new Acknowledge(Delivery(1).Delivery)), Participant);
        Assert.Equal(new Acknowledge(Delivery(1).Delivery), Queues.ExpectMsg<SettleDelivery>().Settle);
    }

    /// <summary>The participant repeats it at the other node too. Both answers say the same.</summary>
    [Fact]
    [Trait("race", "32")]
    public void Session_that_moves_still_passes_answers_on_and_takes_commands_that_were_under_way()
    {
        var session = OpenSession();
        session.Tell(FrameOf(new Commit(Id, Orders, 1)), Participant);
        Transactions.ExpectMsg<CommitTransaction>();
        session.Tell(new MoveSession());
        ExpectItem<SessionClosed>();

        Transactions.Reply(Accepted(TransactionCommandKind.Commit, 1));
        Assert.Equal(TransactionOutcome.Accepted, ExpectItem<TransactionReply>().Outcome);
        session.Tell(FrameOf(new Rollback(new TransactionId("order-2"), Orders, Number: 2)), Participant);
        Transactions.ExpectMsg<RollbackTransaction>();
    }

    /// <summary>The check sender forgets the session only when it ends. The instance has another one by then, and no check fails.</summary>
    [Fact]
    [Trait("race", "33")]
    public void Session_that_moves_can_be_asked_until_it_ends()
    {
        var session = OpenSession();
        session.Tell(new MoveSession());
        ExpectItem<SessionClosed>();
        Checks.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        session.Tell(new CheckTransaction(Id, Orders, 1, []));
        ExpectItem<CheckTransaction>();
        session.Tell(FrameOf(new CheckAnswer(Id, Orders, 1, CheckVerdict.Committed)), Participant);
        Assert.Equal(CheckVerdict.Committed, Checks.ExpectMsg<CheckAnswered>().Answer.Verdict);
        Advance(TimeSpan.FromSeconds(1.5));

        Checks.FishForMessage(message => message is UnregisterProducer);
    }

    /// <summary>Lets time pass in steps of a round, as each round starts the timer of the next one.</summary>
    private void Pass(IActorRef session, TimeSpan duration)
    {
        // It has begun its timer: a probe may have its command before.
        Settle(session);
        for (var passed = TimeSpan.Zero; passed < duration; passed += CommandRepeats.Round)
        {
            ((Akka.TestKit.TestScheduler)Sys.Scheduler).Advance(CommandRepeats.Round);
            Settle(session);
        }
    }

    private void Settle(IActorRef session)
    {
        session.Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
    }

    private Akka.TestKit.TestProbe Deliveries { get; set; } = null!;

    private void Subscribe(IActorRef session, Akka.TestKit.TestProbe delivery)
    {
        Deliveries = delivery;
        session.Tell(FrameOf(new Subscribe(Shipping, Paid, StartPosition.FromEnd, 10, null, [])), Participant);
        Attachments();
        Confirm(session, delivery, 0, 1, 2);
        ExpectItem<SubscribeReply>();
    }

    private List<AttachConsumer> Attachments() =>
        [.. Enumerable.Range(0, FixedTopics.QueueCount).Select(_ => Queues.ExpectMsg<AttachConsumer>())];

    private static void Confirm(IActorRef session, IActorRef delivery, params int[] queues)
    {
        foreach (var number in queues)
            session.Tell(new ConsumerAttached(new QueueId(Paid, number), Shipping), delivery);
    }

    private static Deliver Delivery(long offset) => new(
        new DeliveryId(Shipping, new QueueId(Paid, 0), offset, 1),
        new MessageId(Id, 0),
        new Message { Topic = Paid },
        DateTimeOffset.UnixEpoch,
        TimeSpan.FromSeconds(30));

    private static TransactionReply Accepted(TransactionCommandKind kind, long number) =>
        new(Id, kind, TransactionOutcome.Accepted, TransactionPhase.Prepared, Number: number);
}
