using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions;
using Coordinator.Sessions.Access;
using Coordinator.Testing.RoundTrips;
using Coordinator.Topics.Catalog;
using Coordinator.Transactions;

namespace Coordinator.Tests.Sessions;

public sealed class SessionProducingSpec : SessionKit
{
    private static readonly TransactionId Id = new("order-1");

    [Fact]
    public void Prepare_is_routed_and_its_reply_comes_back_in_a_frame()
    {
        var session = OpenSession();

        session.Tell(FrameOf(PrepareOf("orders.paid")), Participant);

        var prepare = Transactions.ExpectMsg<PrepareTransaction>();
        Assert.Equal((Id, Orders, new InstanceId("orders-1")), (prepare.Id, prepare.Group, prepare.Instance));
        Assert.InRange(Assert.Single(prepare.Messages).Queue, 0, FixedTopics.QueueCount - 1);
        Transactions.Reply(Accepted(TransactionCommandKind.Prepare));
        Assert.Equal(TransactionOutcome.Accepted, ExpectItem<TransactionReply>().Outcome);
    }

    [Theory]
    [InlineData(typeof(Prepare), typeof(PrepareTransaction))]
    [InlineData(typeof(HandOver), typeof(HandOverTransaction))]
    [InlineData(typeof(Commit), typeof(CommitTransaction))]
    [InlineData(typeof(Rollback), typeof(RollbackTransaction))]
    public void Every_property_of_a_command_reaches_its_transaction(Type command, Type routed)
    {
        var session = OpenSession();
        var sent = (ITransactionCommand)new SampleFactory(TestActor)
            .Allow<Prepare>(nameof(Prepare.Group), Orders)
            .Allow<HandOver>(nameof(HandOver.Group), Orders)
            .Allow<Commit>(nameof(Commit.Group), Orders)
            .Allow<Rollback>(nameof(Rollback.Group), Orders)
            .Allow<Prepare>(nameof(Prepare.TransactionTimeout), TimeSpan.FromSeconds(7))
            .Allow<Message>(nameof(Message.Topic), new Topic("orders.paid"))
            .SamplesOf(command).First();

        session.Tell(FrameOf(sent), Participant);

        var received = Transactions.ExpectMsg<ITransactionMessage>();
        Assert.IsType(routed, received);
        foreach (var property in command.GetProperties().Where(property => property.Name != nameof(ITransactionCommand.Kind)))
        {
            var arrived = routed.GetProperty(property.Name)?.GetValue(received);
            if (arrived is IReadOnlyList<RoutedMessage> messages)
                arrived = messages.Select(message => message.Message).ToArray();
            Assert.Null(DeepComparison.DifferenceOf(property.GetValue(sent), arrived) is { } difference ? $"{property.Name}{difference}" : null);
        }
    }

    [Theory, Trait("race", "57")]
    [InlineData(true, TransactionOutcome.Accepted)]
    [InlineData(false, TransactionOutcome.Expired)]
    public void Hand_over_of_an_expired_id_has_ended_before_the_backup_while_the_restore_is_open(bool isOpen, TransactionOutcome outcome)
    {
        Epoch = 5_000;
        IsRestoreOpen = isOpen;
        var session = OpenSession();

        session.Tell(FrameOf(new HandOver(Id, Orders, PrepareOf("orders.paid").Messages, 3)), Participant);
        Transactions.ExpectMsg<HandOverTransaction>();
        Transactions.Reply(new TransactionReply(Id, TransactionCommandKind.HandOver, TransactionOutcome.Expired, TransactionPhase.None, "old", 3));

        var reply = ExpectItem<TransactionReply>();
        Assert.Equal((outcome, 5_000, 3), (reply.Outcome, reply.Epoch, reply.Number));
    }

    [Fact]
    public void Prepare_for_a_topic_that_is_not_known_here_waits_for_the_topic()
    {
        var session = OpenSession();

        session.Tell(FrameOf(PrepareOf("new.topic")), Participant);
        Transactions.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Topics.Answer.SetResult(new TopicAnswer(1));

        Assert.Equal(0, Assert.Single(Transactions.ExpectMsg<PrepareTransaction>().Messages).Queue);
    }

    [Fact]
    public void Prepare_is_answered_busy_when_its_topic_does_not_answer()
    {
        var session = OpenSession();

        session.Tell(FrameOf(PrepareOf("new.topic")), Participant);
        Topics.Answer.SetException(new TimeoutException());

        Assert.Equal(TransactionOutcome.Busy, ExpectItem<TransactionReply>().Outcome);
    }

    [Theory]
    [InlineData(true, TransactionOutcome.Busy)]
    [InlineData(false, TransactionOutcome.Invalid)]
    public void Prepare_whose_topic_is_refused_is_answered_with_the_reason_and_whether_to_repeat_it(bool retryable, TransactionOutcome outcome)
    {
        var session = OpenSession();

        session.Tell(FrameOf(PrepareOf("new.topic", number: 9)), Participant);
        Topics.Answer.SetResult(new TopicAnswer(0, "too many topics.", retryable));

        var reply = ExpectItem<TransactionReply>();
        Assert.Equal((outcome, "too many topics.", 9), (reply.Outcome, reply.Detail, reply.Number));
        Transactions.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Sessions_of_one_participant_share_the_rate_of_new_topics_and_a_session_that_ends_does_not_restore_it()
    {
        Options.NewTopicsPerSecond = 1;
        var listener = StartListener(time: new ManualTime());
        var first = OpenSession(listener, "orders-1");
        first.Tell(FrameOf(PrepareOf("new.topic")), Participant);
        AwaitAssert(() => Assert.NotNull(Topics.Rate));
        for (var taken = 0; taken < 5; taken++)
            Assert.True(Topics.Rate!.TryTake());
        Watch(first);
        first.Tell(FrameOf(new SessionClosed("bye")), Participant);
        ExpectTerminated(first);

        OpenSession(listener, "orders-2").Tell(FrameOf(PrepareOf("newer.topic")), Participant);
        AwaitAssert(() => Assert.False(Topics.Rate!.TryTake()));

        Assert.Equal(
            "address 10.0.0.7 may create at most 1 topics and consumer groups of topics per second (sessions.newTopicsPerSecond).",
            Topics.Rate!.Refusal);
    }

    [Fact]
    public void Commit_and_rollback_go_to_the_transaction_with_the_session_as_sender()
    {
        var session = OpenSession();

        session.Tell(FrameOf(new Commit(Id, Orders), new Rollback(Id, Orders, new string('x', 2_000))), Participant);

        Transactions.ExpectMsg<CommitTransaction>();
        Assert.Equal(session, Transactions.LastSender);
        Assert.Equal(1_024, Transactions.ExpectMsg<RollbackTransaction>().Reason!.Length);
    }

    [Fact]
    public void Command_of_another_group_is_invalid()
    {
        var session = OpenSession();

        session.Tell(FrameOf(new Commit(Id, new ProducerGroup("stock"))), Participant);

        var reply = ExpectItem<TransactionReply>();
        Assert.Equal(TransactionOutcome.Invalid, reply.Outcome);
        Assert.Contains("stock", reply.Detail, StringComparison.Ordinal);
        Transactions.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Prepare_for_a_topic_that_is_not_allowed_is_invalid()
    {
        var session = OpenAs(new ParticipantAccess { ProducerGroups = ["orders"], Publish = ["orders.*"] }, groups: [Orders]);
        Message[] messages = [new() { Topic = new Topic("orders.paid") }, new() { Topic = new Topic("stock.taken") }];

        session.Tell(FrameOf(new Prepare(Id, Orders, messages, Number: 6)), Participant);

        var reply = ExpectItem<TransactionReply>();
        Assert.Equal((TransactionOutcome.Invalid, 6), (reply.Outcome, reply.Number));
        Assert.Equal("participant service may not publish to topic stock.taken.", reply.Detail);
        session.Tell(FrameOf(new Prepare(Id, Orders, [messages[0]])), Participant);
        Transactions.ExpectMsg<PrepareTransaction>();
    }

    [Theory]
    [InlineData(TransactionCommandKind.Prepare)]
    [InlineData(TransactionCommandKind.Commit)]
    [InlineData(TransactionCommandKind.Rollback)]
    public void Every_command_of_a_group_that_the_session_was_not_opened_for_is_invalid(TransactionCommandKind kind)
    {
        var stock = new ProducerGroup("stock");
        var session = OpenAs(new ParticipantAccess { ProducerGroups = ["orders"], Publish = ["*"] }, groups: [Orders]);

        session.Tell(
            FrameOf(kind switch
            {
                TransactionCommandKind.Prepare => new Prepare(Id, stock, [new Message { Topic = new Topic("orders.paid") }]),
                TransactionCommandKind.Commit => new Commit(Id, stock),
                _ => new Rollback(Id, stock),
            }),
            Participant);

        var reply = ExpectItem<TransactionReply>();
        Assert.Equal((kind, TransactionOutcome.Invalid), (reply.Command, reply.Outcome));
        Transactions.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Prepare_without_messages_is_invalid()
    {
        var session = OpenSession();

        session.Tell(FrameOf(new Prepare(Id, Orders, [])), Participant);

        Assert.Equal(TransactionOutcome.Invalid, ExpectItem<TransactionReply>().Outcome);
    }

    [Fact]
    public void Command_beyond_the_limit_is_busy_and_a_repetition_is_not_counted()
    {
        Options.MaxCommandsInFlight = 1;
        var session = OpenSession();

        session.Tell(
            FrameOf(new Commit(Id, Orders), new Commit(Id, Orders), new Commit(new TransactionId("order-2"), Orders)),
            Participant);

        Transactions.ExpectMsg<CommitTransaction>();
        Transactions.ExpectMsg<CommitTransaction>();
        var reply = ExpectItem<TransactionReply>();
        Assert.Equal(("order-2", TransactionOutcome.Busy), (reply.Id.Value, reply.Outcome));
    }

    [Fact]
    public void Messages_beyond_the_bytes_of_a_session_are_busy_until_a_reply_makes_room()
    {
        Options.MaxCommandBytesInFlight = 1_000;
        var session = OpenSession();

        session.Tell(FrameOf(Large("order-1", 5_000), Large("order-2", 1), new Commit(Id, Orders)), Participant);

        // The first prepare may be of any size, and a command without messages needs no room.
        Assert.Equal("order-1", Transactions.ExpectMsg<PrepareTransaction>().Id.Value);
        Transactions.ExpectMsg<CommitTransaction>();
        var reply = ExpectItem<TransactionReply>();
        Assert.Equal(("order-2", TransactionOutcome.Busy), (reply.Id.Value, reply.Outcome));

        session.Tell(Accepted(TransactionCommandKind.Prepare));
        session.Tell(FrameOf(Large("order-2", 1)), Participant);
        Assert.Equal("order-2", Transactions.ExpectMsg<PrepareTransaction>().Id.Value);
    }

    [Fact]
    public void Unanswered_command_is_answered_busy_and_makes_room()
    {
        Options.MaxCommandsInFlight = 1;
        var session = OpenSession();
        session.Tell(FrameOf(new Commit(Id, Orders)), Participant);
        Transactions.ExpectMsg<CommitTransaction>();

        Advance(Options.CommandTimeout);

        Assert.Equal(TransactionOutcome.Busy, ExpectItem<TransactionReply>().Outcome);
        session.Tell(FrameOf(new Commit(new TransactionId("order-2"), Orders)), Participant);
        Transactions.ExpectMsg<CommitTransaction>();
    }

    [Fact]
    public void Each_of_two_commands_under_one_id_gets_its_own_reply()
    {
        var session = OpenSession();
        session.Tell(FrameOf(PrepareOf("orders.paid", number: 1), PrepareOf("orders.paid", number: 2)), Participant);

        Transactions.ExpectMsg<PrepareTransaction>(prepare => Assert.Equal(1, prepare.Number));
        Transactions.ExpectMsg<PrepareTransaction>(prepare => Assert.Equal(2, prepare.Number));
        Transactions.Reply(Accepted(TransactionCommandKind.Prepare, number: 1));
        Assert.Equal(1, ExpectItem<TransactionReply>().Number);
        Advance(Options.CommandTimeout);

        var unanswered = ExpectItem<TransactionReply>();
        Assert.Equal((2, TransactionOutcome.Busy), (unanswered.Number, unanswered.Outcome));
    }

    [Fact]
    public void Number_of_a_commit_and_of_a_rollback_goes_along()
    {
        var session = OpenSession();

        session.Tell(FrameOf(new Commit(Id, Orders, 3), new Rollback(Id, Orders, Number: 4)), Participant);

        Assert.Equal(3, Transactions.ExpectMsg<CommitTransaction>().Number);
        Assert.Equal(4, Transactions.ExpectMsg<RollbackTransaction>().Number);
    }

    [Fact]
    public void Refused_command_is_answered_under_its_number()
    {
        var session = OpenSession();

        session.Tell(FrameOf(new Commit(Id, new ProducerGroup("stock"), Number: 5)), Participant);

        Assert.Equal(5, ExpectItem<TransactionReply>().Number);
    }

    [Fact]
    public void Replies_that_come_together_leave_in_one_frame()
    {
        var session = OpenSession();
        session.Tell(FrameOf(PrepareOf("orders.paid"), new Heartbeat(7)), Participant);
        ExpectItem<Heartbeat>();
        Transactions.ExpectMsg<PrepareTransaction>();

        var replies = Enumerable.Range(0, 100).Select(_ => Accepted(TransactionCommandKind.Prepare)).ToArray();
        foreach (var reply in replies)
            session.Tell(reply);

        var frames = 0;
        for (var items = 0; items < replies.Length; frames++)
            items += Participant.ExpectMsg<Frame>().Items.Count;
        Assert.InRange(frames, 1, replies.Length / 2);
    }

    [Fact]
    public void Session_tells_the_check_sender_again_and_again_that_it_can_be_asked()
    {
        var session = OpenSession();
        Checks.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Advance(TimeSpan.FromSeconds(5));
        session.Tell(FrameOf(new Heartbeat(1)), Participant);
        ExpectItem<Heartbeat>();
        Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(session, Checks.ExpectMsg<RegisterProducer>().Session);
    }

    [Fact]
    public void Check_is_passed_on_and_its_answer_returns_to_the_check_sender()
    {
        var session = OpenSession();
        session.Tell(new CheckTransaction(Id, Orders, 1, []));
        ExpectItem<CheckTransaction>();

        session.Tell(FrameOf(new CheckAnswer(Id, Orders, 1, CheckVerdict.Committed)), Participant);

        var answered = Checks.ExpectMsg<CheckAnswered>();
        Assert.Equal((new InstanceId("orders-1"), CheckVerdict.Committed), (answered.Instance, answered.Answer.Verdict));
    }

    [Fact]
    public void Answer_for_a_group_that_the_session_was_not_opened_for_is_dropped()
    {
        var session = OpenSession();

        var answer = new CheckAnswer(Id, new ProducerGroup("stock"), 1, CheckVerdict.Committed);
        session.Tell(FrameOf(answer, new Heartbeat(1)), Participant);

        ExpectItem<Heartbeat>();
        Checks.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Draining_session_refuses_commands_and_ends_when_the_others_are_answered()
    {
        var session = OpenSession();
        Watch(session);
        session.Tell(FrameOf(new Commit(Id, Orders)), Participant);
        Transactions.ExpectMsg<CommitTransaction>();

        session.Tell(new Coordinator.Sessions.DrainSession());
        session.Tell(FrameOf(new Commit(new TransactionId("order-2"), Orders)), Participant);
        Assert.Equal(TransactionOutcome.Busy, ExpectItem<TransactionReply>().Outcome);
        Advance(TimeSpan.FromSeconds(1));
        Transactions.Reply(Accepted(TransactionCommandKind.Commit));
        Assert.Equal(TransactionOutcome.Accepted, ExpectItem<TransactionReply>().Outcome);
        Advance(TimeSpan.FromSeconds(1));

        ExpectItem<SessionClosed>();
        ExpectTerminated(session);
    }

    private static Prepare PrepareOf(string topic, long number = 0) =>
        new(Id, Orders, [new Message { Topic = new Topic(topic) }], Number: number);

    private static Prepare Large(string id, int bytes) =>
        new(new TransactionId(id), Orders, [new Message { Topic = new Topic("orders.paid"), Body = new byte[bytes] }]);

    private static TransactionReply Accepted(TransactionCommandKind kind, long number = 0) =>
        new(Id, kind, TransactionOutcome.Accepted, TransactionPhase.Prepared, Number: number);
}
