using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

public sealed class SessionSpec : LinkHarness
{
    private static readonly string[] Three = ["a:1", "b:1", "c:1"];

    [Fact]
    public void Link_says_who_it_is()
    {
        StartLink();

        var open = Door("a:1").ExpectMsg<OpenSession>();

        Assert.Equal((ProtocolVersion.Current, new InstanceId("orders-1")), (open.Protocol, open.Instance));
        Assert.Equal(new ProducerGroup("orders"), Assert.Single(open.ProducerGroups));
    }

    [Fact]
    public async Task Link_tries_the_next_contact_point_when_one_is_silent_and_backs_off_when_all_were()
    {
        var link = StartLink(settings => settings with { ContactPoints = Three });
        foreach (var contact in Three)
        {
            Door(contact).ExpectMsg<OpenSession>();
            Time.Advance(TimeSpan.FromSeconds(1));
            Door(contact).ExpectMsg<OpenSession>(); // once more, in case the first was lost
            Time.Advance(TimeSpan.FromSeconds(2));
        }

        // The wait begins when the link has handled the last time-out.
        await Settled(link);
        Door("a:1").ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromMilliseconds(100));
        Door("a:1").ExpectMsg<OpenSession>();
    }

    [Fact]
    public void Link_goes_to_another_node_at_once_when_one_is_not_ready()
    {
        var link = StartLink(settings => settings with { ContactPoints = Three });
        Door("a:1").ExpectMsg<OpenSession>();

        link.Tell(new SessionRefused(SessionRefusal.NotReady, "starting"), Door("a:1"));

        Door("b:1").ExpectMsg<OpenSession>();
    }

    [Fact]
    public async Task Command_fails_with_the_refusal_when_no_session_is_to_be_had()
    {
        var link = StartLink();
        Door("a:1").ExpectMsg<OpenSession>();
        link.Tell(new SessionRefused(SessionRefusal.Credentials, "unknown name 'orders'"), Door("a:1"));

        var prepare = Submit(link, Prepare("t"), seconds: 1);
        Time.AdvanceUntil(prepare);

        var error = await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => prepare);
        Assert.Contains("unknown name 'orders'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Link_beats_its_heart_at_the_interval_of_the_session()
    {
        StartConnected();

        for (var number = 1; number <= 3; number++)
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            if (number < 3)
                Assert.Equal(new Heartbeat(number), ExpectItem());
        }

        Consumer.ExpectMsg<SessionDown>(); // 15 seconds without a word
    }

    [Fact]
    public void Link_keeps_a_session_that_answers()
    {
        var link = StartConnected();

        for (var number = 1; number <= 10; number++)
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            link.Tell(new Frame([ExpectItem()]), Session);
        }

        Consumer.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Link_opens_another_session_when_its_own_is_silent()
    {
        var link = StartConnected();
        for (var beat = 0; beat < 3; beat++)
            Time.Advance(TimeSpan.FromSeconds(5));
        Consumer.ExpectMsg<SessionDown>();

        Time.Advance(TimeSpan.FromMilliseconds(100));
        Admit(link, CreateTestProbe());
    }

    [Fact]
    public void Link_ignores_the_end_of_a_session_that_is_not_its_own()
    {
        var link = StartConnected();

        link.Tell(new Frame([new SessionClosed("another session of the same instance")]), CreateTestProbe());

        Consumer.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>Answers of two session actors may overtake each other: the number of the attempt says which one stands.</summary>
    [Fact]
    public void Link_takes_the_session_of_its_last_attempt_whichever_answer_comes_first()
    {
        var link = StartLink();
        Door("a:1").ExpectMsg<OpenSession>();
        AwaitAssert(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(2, Attempt);
        });
        var givenUp = CreateTestProbe();

        Open(link, attempt: 1, givenUp);
        Assert.IsType<SessionClosed>(ExpectItem(givenUp));
        Open(link, attempt: 2);
        Consumer.ExpectMsg<SessionUp>();
        Open(link, attempt: 1, givenUp);

        Assert.IsType<SessionClosed>(ExpectItem(givenUp));
        _ = Submit(link, Commit("t"));
        Assert.Equal(Commit("t"), ExpectItem());
    }

    [Fact]
    public void Link_keeps_its_session_when_that_is_announced_again()
    {
        var link = StartConnected();

        Open(link);

        Consumer.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Link_moves_to_nodes_that_it_was_told_of_later()
    {
        var link = StartConnected();
        link.Tell(new Frame([new NodesChanged(["b:1", "not a contact point"])]), Session);

        link.Tell(new Frame([new SessionClosed("leaving")]), Session);
        Consumer.ExpectMsg<SessionDown>();
        Time.Advance(TimeSpan.FromMilliseconds(100));

        Door("b:1").ExpectMsg<OpenSession>();
    }

    [Fact]
    public void Link_learns_no_nodes_from_another_peer_than_its_session()
    {
        var link = StartConnected();
        link.Tell(new Frame([new NodesChanged(["b:1"])]), CreateTestProbe());

        link.Tell(new Frame([new SessionClosed("leaving")]), Session);
        Consumer.ExpectMsg<SessionDown>();
        Time.Advance(TimeSpan.FromMilliseconds(100));

        Door("a:1").ExpectMsg<OpenSession>();
    }

    [Fact]
    public void Acknowledgement_without_a_session_waits_for_the_next_one()
    {
        var link = StartLink();
        var acknowledge = new Acknowledge(new DeliveryId(Shipping.Group, new QueueId(Shipping.Topic, 0), 1, 1));

        link.Tell(new SendItem(acknowledge));
        Admit(link);
        link.Tell(new Frame([new SubscribeReply(Shipping.Group, Shipping.Topic, Accepted: true)]), Session);

        Assert.Equal(acknowledge, ExpectItem());
    }

    [Fact]
    public void Link_takes_deliveries_to_the_consumer_of_their_group_and_topic()
    {
        var link = StartConnected();
        Deliver deliver = Deliveries.Of(Shipping, 1);
        Deliver foreign = Deliveries.Of(Shipping with { Topic = new Topic("orders.sent") }, 1);

        link.Tell(new Frame([foreign, deliver]), Session);

        Assert.Same(deliver, Consumer.ExpectMsg<Deliver>());
        Consumer.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }
}
