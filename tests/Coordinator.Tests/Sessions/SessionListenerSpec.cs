using Akka.Actor;
using Coordinator.Checks;
using Coordinator.Contracts;
using Coordinator.Contracts.Authentication;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Sessions;

public sealed class SessionListenerSpec : SessionKit
{
    private const string Secret = "sixteen characters";

    [Fact]
    public void Session_listener_opens_a_session_that_answers_itself_and_registers_its_producer()
    {
        var session = OpenSession();

        Assert.StartsWith("session-", session.Path.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_listener_tells_of_nodes_and_intervals()
    {
        var listener = StartListener();
        listener.Tell(new NodesChanged(["127.0.0.1:4053"]));

        listener.Tell(FromPeer(Open("orders-1"), Participant), Participant);

        var opened = Participant.ExpectMsg<SessionOpened>();
        Assert.Equal(["127.0.0.1:4053"], opened.Nodes);
        Assert.Equal(Options.HeartbeatInterval, opened.HeartbeatInterval);
        Assert.Equal(Options.Timeout, opened.SessionTimeout);
    }

    [Fact]
    public void Session_listener_refuses_another_protocol_for_good()
    {
        StartListener().Tell(FromPeer(Open("orders-1") with { Protocol = 1 }, Participant), Participant);

        var refused = Participant.ExpectMsg<SessionRefused>();
        Assert.Equal(SessionRefusal.Protocol, refused.Refusal);
        Assert.False(refused.Retryable);
        Assert.Equal("protocol must be version 2, but is 1.", refused.Detail);
    }

    [Fact]
    public void Session_has_256_producer_groups_at_most()
    {
        var groups = Enumerable.Range(0, SessionListener.MaxProducerGroups + 1).Select(group => new ProducerGroup($"g{group}")).ToArray();

        StartListener().Tell(FromPeer(Open("orders-1") with { ProducerGroups = groups }, Participant), Participant);

        Assert.Contains("at most 256 producer groups, but has 257", Participant.ExpectMsg<SessionRefused>().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_with_a_producer_group_beyond_the_limit_of_the_node_is_refused_for_now()
    {
        Options.ProducerGroups = 1;
        var listener = StartListener();
        OpenSession(listener, "orders-1");

        listener.Tell(FromPeer(Open("orders-2") with { ProducerGroups = [new ProducerGroup("another")] }, Participant), Participant);

        var refused = Participant.ExpectMsg<SessionRefused>();
        Assert.Equal((SessionRefusal.NotReady, true), (refused.Refusal, refused.Retryable));
    }

    [Fact]
    public void Session_listener_is_not_ready_before_it_is_opened()
    {
        StartListener(open: false).Tell(FromPeer(Open("orders-1"), Participant), Participant);

        Assert.True(Participant.ExpectMsg<SessionRefused>().Retryable);
    }

    [Fact]
    public void Session_listener_refuses_sessions_beyond_its_limit()
    {
        Options.Limit = 1;
        var listener = StartListener();
        OpenSession(listener, "orders-1");

        listener.Tell(FromPeer(Open("orders-2"), Participant), Participant);

        Assert.Equal(SessionRefusal.NotReady, Participant.ExpectMsg<SessionRefused>().Refusal);
    }

    [Fact]
    public void Participant_cannot_use_up_the_sessions_of_the_node()
    {
        Options.LimitPerParticipant = 2;
        var access = new ParticipantAccess { Name = "one", ProducerGroups = ["*"], Publish = ["*"] };
        var other = new ParticipantAccess { Name = "two", ProducerGroups = ["*"], Publish = ["*"] };
        Configure(access, other);
        var listener = StartListener();
        var first = OpenAs(access, "orders-1", listener: listener);
        OpenAs(access, "orders-2", listener: listener);

        Prove(listener, Open("orders-3"), "one", SecretOf(access));

        var refused = Participant.ExpectMsg<SessionRefused>();
        Assert.True(refused.Retryable);
        Assert.Equal("participant one has reached its limit of 2 sessions at this node (sessions.limitPerParticipant).", refused.Detail);
        OpenAs(other, "orders-1", listener: listener);
        OpenAs(access, "orders-2", listener: listener);
        Watch(first);
        first.Tell(FrameOf(new SessionClosed("bye")), Participant);
        ExpectTerminated(first);
        OpenAs(access, "orders-3", listener: listener);
    }

    [Fact]
    public void New_names_of_all_participants_have_a_limit_together()
    {
        var time = new ManualTime();
        var ofNode = new NewNames(60, time);
        var (one, other) = (new CreationRate("one", 20, time, ofNode), new CreationRate("other", 20, time, ofNode));
        for (var i = 0; i < 30; i++)
            Assert.True(one.TryTake() && other.TryTake());

        Assert.False(one.TryTake());
        Assert.Equal("this node takes at most 60 new names of topics and consumer groups of topics per minute (sessions.newNamesPerMinute).", one.Refusal);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(other.TryTake());
        Assert.False(one.TryTake());
        other.Return();
        Assert.True(one.TryTake());
    }

    [Fact]
    public void Address_has_the_limit_of_a_participant_when_none_are_configured()
    {
        Options.LimitPerParticipant = 1;
        var listener = StartListener();
        OpenSession(listener, "orders-1");

        listener.Tell(FromPeer(Open("orders-2"), Participant), Participant);

        Assert.StartsWith("address 10.0.0.7 has reached its limit", Participant.ExpectMsg<SessionRefused>().Detail, StringComparison.Ordinal);
        var elsewhere = new PeerRequest(Open("orders-2"), PeerConnection.WithoutTls("10.0.0.8", "elsewhere"));
        listener.Tell(elsewhere, Participant);
        Participant.ExpectMsg<SessionOpened>();
    }

    [Theory]
    [InlineData("orders-service", Secret, "orders", null)]
    [InlineData("orders-service", Secret, "stock", "may not produce for group stock")]
    [InlineData("orders-service", "sixteen charactert", "orders", "wrong")]
    [InlineData("orders-servicf", Secret, "orders", "wrong")]
    [InlineData(null, null, "orders", "none were given")]
    public void Session_listener_compares_credentials_and_groups(string? name, string? secret, string group, string? refusal)
    {
        Options.Participants = [new ParticipantAccess { Name = "orders-service", Secret = Secret, ProducerGroups = ["orders"], Publish = ["*"] }];
        var open = Open("orders-1") with { ProducerGroups = [new ProducerGroup(group)] };
        var listener = StartListener();

        if (name is null)
            listener.Tell(FromPeer(open, Participant), Participant);
        else
            Prove(listener, open, name, secret!);

        if (refusal is null)
        {
            Participant.ExpectMsg<SessionOpened>();
            return;
        }

        var refused = Participant.ExpectMsg<SessionRefused>();
        Assert.Equal((SessionRefusal.Credentials, open.Attempt), (refused.Refusal, refused.Attempt));
        Assert.Contains(refusal, refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Session_listener_signs_what_the_participant_proved()
    {
        Options.Participants = [new ParticipantAccess { Name = "orders-service", Secret = Secret, ProducerGroups = ["orders"], Publish = ["*"] }];

        var exchange = Prove(StartListener(), Open("orders-1"), "orders-service", Secret);

        var keys = ScramKeys.Of(Secret, exchange.Salt.Span, exchange.Iterations);
        Assert.True(exchange.IsSigned(Participant.ExpectMsg<SessionOpened>().Signature.Span, keys.ServerKey));
    }

    [Fact]
    public void Repeated_message_of_each_step_gets_the_same_answer()
    {
        Options.Participants = [new ParticipantAccess { Name = "orders-service", Secret = Secret, ProducerGroups = ["orders"], Publish = ["*"] }];
        var listener = StartListener();
        var open = Open("orders-1") with { Claim = new SessionClaim("orders-service", Nonce) };

        listener.Tell(FromPeer(open, Participant), Participant);
        listener.Tell(FromPeer(open, Participant), Participant);
        var exchange = ExchangeOf(open.Claim, Participant.ExpectMsg<SessionChallenge>());
        Assert.Equal(exchange.ServerNonce, Participant.ExpectMsg<SessionChallenge>().Nonce);
        var prove = new ProveSession(open.Attempt, exchange.Prove(ScramKeys.Of(Secret, exchange.Salt.Span, exchange.Iterations)));
        listener.Tell(FromPeer(prove, Participant), Participant);
        listener.Tell(FromPeer(prove, Participant), Participant);
        listener.Tell(FromPeer(open, Participant), Participant);

        var opened = Participant.ExpectMsg<SessionOpened>();
        for (var again = 0; again < 2; again++)
        {
            var repeated = Participant.ExpectMsg<SessionOpened>();
            Assert.Equal(opened.SessionId, repeated.SessionId);
            Assert.True(repeated.Signature.Span.SequenceEqual(opened.Signature.Span));
        }
    }

    [Fact]
    public void Proof_that_is_replayed_after_its_session_ended_opens_none()
    {
        Options.Participants = [new ParticipantAccess { Name = "orders-service", Secret = Secret, ProducerGroups = ["orders"], Publish = ["*"] }];
        var listener = StartListener();
        var exchange = Prove(listener, Open("orders-1"), "orders-service", Secret);
        Participant.ExpectMsg<SessionOpened>();
        var session = Participant.LastSender;
        Watch(session);
        session.Tell(FrameOf(new SessionClosed("bye")), Participant);
        ExpectTerminated(session);
        listener.Tell(new ListSessions(), TestActor);
        Assert.Empty(ExpectMsg<SessionList>().Sessions);

        var replayed = new ProveSession(1, exchange.Prove(ScramKeys.Of(Secret, exchange.Salt.Span, exchange.Iterations)));
        listener.Tell(FromPeer(replayed, Participant), Participant);

        Assert.Equal(SessionRefusal.NotReady, Participant.ExpectMsg<SessionRefused>().Refusal);
    }

    [Fact]
    public void Wrong_proof_is_a_warning_that_names_the_instance_and_the_claimed_name()
    {
        Options.Participants = [new ParticipantAccess { Name = "orders-service", Secret = Secret, ProducerGroups = ["orders"], Publish = ["*"] }];
        var listener = StartListener();

        EventFilter.Warning(contains: "for orders-1 (as orders-service) from 10.0.0.7: the credentials are wrong.")
            .ExpectOne(() => Prove(listener, Open("orders-1"), "orders-service", "sixteen charactert"));
    }

    [Fact]
    public void Refusals_of_one_kind_are_one_line_in_ten_seconds()
    {
        var time = new ManualTime();
        var listener = StartListener(time: time);
        EventFilter.Warning(contains: "but is 1.").ExpectOne(() =>
        {
            for (var attempt = 1; attempt <= 3; attempt++)
                listener.Tell(FromPeer(Open("orders-1") with { Protocol = 1 }, Participant), Participant);
            Participant.ReceiveN(3);
        });
        time.Advance(TimeSpan.FromSeconds(10));

        EventFilter.Warning(contains: "2 more were refused as Protocol since the last such line")
            .ExpectOne(() => listener.Tell(FromPeer(Open("orders-1") with { Protocol = 1 }, Participant), Participant));
    }

    [Fact]
    public void Session_ends_when_the_connection_of_its_participant_breaks()
    {
        var listener = StartListener();
        var session = OpenSession(listener);
        Watch(session);

        listener.Tell(new PeerLeft("the connection of another was lost."), TestActor);
        listener.Tell(new ListSessions(), TestActor);
        Assert.Single(ExpectMsg<SessionList>().Sessions);
        listener.Tell(new PeerLeft("the connection was lost."), Participant);

        ExpectTerminated(session);
        Checks.FishForMessage(message => message is UnregisterProducer gone && gone.Session.Equals(session));
    }

    [Fact]
    public void Second_session_of_an_instance_ends_the_first()
    {
        var listener = StartListener();
        OpenSession(listener);
        var second = CreateTestProbe("second");

        listener.Tell(FromPeer(Open("orders-1"), second), second);

        second.ExpectMsg<SessionOpened>();
        Assert.True(ExpectItem<SessionClosed>().Superseded);
        // The messages come in either order: the ending session sends one, and the new session the other.
        var told = Checks.ReceiveN(2).ToList();
        Assert.Single(told.OfType<UnregisterProducer>());
        Assert.Single(told.OfType<RegisterProducer>());
    }

    [Fact]
    public void Repeated_connect_is_answered_by_the_session_that_the_first_one_opened()
    {
        var listener = StartListener();
        var session = OpenSession(listener, attempt: 7);

        listener.Tell(FromPeer(Open("orders-1", attempt: 7), Participant), Participant);

        Assert.Equal(7, Participant.ExpectMsg<SessionOpened>().Attempt);
        Assert.Equal(session, Participant.LastSender);
        Checks.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Next_attempt_of_the_same_participant_is_not_told_of_the_end_of_the_one_it_gave_up()
    {
        var listener = StartListener();
        var first = OpenSession(listener, attempt: 1);

        var second = OpenSession(listener, attempt: 2);

        Assert.NotEqual(first, second);
        Participant.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void Participant_that_tries_twice_hears_of_the_session_that_stands_last()
    {
        var listener = StartListener();

        // Send each pair at once, and repeat it often enough for two new actors to overtake each other.
        for (var pair = 1; pair <= 200; pair++)
        {
            listener.Tell(FromPeer(Open("orders-1", attempt: (2 * pair) - 1), Participant), Participant);
            listener.Tell(FromPeer(Open("orders-1", attempt: 2 * pair), Participant), Participant);

            Assert.Equal($"{(2 * pair) - 1}", Participant.ExpectMsg<SessionOpened>().SessionId);
            Assert.Equal($"{2 * pair}", Participant.ExpectMsg<SessionOpened>().SessionId);
        }
    }

    [Fact]
    public void Two_participants_have_sessions_of_one_instance_name_and_only_ones_own_supersedes()
    {
        Options.Participants =
        [
            new ParticipantAccess { Name = "one", Secret = Secret + "1", ProducerGroups = ["*"], Publish = ["*"] },
            new ParticipantAccess { Name = "two", Secret = Secret + "2", ProducerGroups = ["*"], Publish = ["*"] },
        ];
        var listener = StartListener();
        Prove(listener, Open("orders-1"), "one", Secret + "1");
        Participant.ExpectMsg<SessionOpened>();
        Prove(listener, Open("orders-1", attempt: 2), "two", Secret + "2");
        Participant.ExpectMsg<SessionOpened>();
        Assert.Equal(["one", "two"], ParticipantsAt(listener));

        Prove(listener, Open("orders-1", attempt: 3), "two", Secret + "2");
        var third = Participant.ExpectMsg<SessionOpened>().SessionId;

        // Check senders and deliveries know them by different names too.
        var registered = Checks.ReceiveN(4).OfType<RegisterProducer>();
        Assert.Equal(["one/orders-1", "two/orders-1"], registered.Select(register => register.Instance.Value).Distinct().Order(StringComparer.Ordinal));
        listener.Tell(new ListSessions(), TestActor);
        Assert.Equal(["1", third], ExpectMsg<SessionList>().Sessions.Select(session => session.SessionId).Order(StringComparer.Ordinal));
    }

    private string[] ParticipantsAt(IActorRef listener)
    {
        listener.Tell(new ListSessions(), TestActor);
        return [.. ExpectMsg<SessionList>().Sessions.Select(session => session.Participant).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Closed_door_ends_idle_sessions_and_says_when_all_are_gone()
    {
        var listener = StartListener();
        OpenSession(listener);

        listener.Tell(new CloseListener(), TestActor);
        listener.Tell(FromPeer(Open("orders-2"), TestActor), TestActor);
        Assert.True(ExpectMsg<SessionRefused>().Retryable);
        Advance(TimeSpan.FromSeconds(1));

        ExpectMsg<ListenerClosed>();
        Assert.IsType<SessionClosed>(Assert.Single(Participant.ExpectMsg<Frame>().Items));
    }

    [Fact]
    public void Session_list_says_who_is_there()
    {
        var listener = StartListener();
        OpenSession(listener);

        listener.Tell(new ListSessions(), TestActor);

        Assert.Equal("orders-1", Assert.Single(ExpectMsg<SessionList>().Sessions).Instance);
    }

    private static OpenSession Open(string instance, long attempt = 1) =>
        new(ProtocolVersion.Current, new InstanceId(instance), [Orders], Attempt: attempt);
}
