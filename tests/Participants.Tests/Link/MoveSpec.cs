using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

/// <summary>A session whose node is leaving.</summary>
public sealed class MoveSpec : LinkHarness
{
    private static readonly string[] Three = ["a:1", "b:1", "c:1"];
    private static readonly SessionClosed Moves = new("the node is stopping", Moves: true);

    [Fact]
    [Trait("race", "31")]
    public void Link_opens_its_next_session_at_another_node_without_a_wait_and_repeats_its_commands_there()
    {
        var link = StartConnected(settings => settings with { ContactPoints = Three });
        _ = Submit(link, Commit("t"));
        Assert.Equal(Commit("t"), ExpectItem());

        link.Tell(new Frame([Moves]), Session);

        Door("b:1").ExpectMsg<OpenSession>();
        Assert.True(Consumer.ExpectMsg<SessionDown>().Moves);
        var next = CreateTestProbe();
        Open(link, next, Three);
        Assert.Equal(Commit("t"), ExpectItem(next));
    }

    [Theory]
    [InlineData(0.0, "b:1")]
    [InlineData(0.4, "c:1")]
    [InlineData(0.7, "b:1")]
    public void Links_choose_different_nodes_and_never_the_one_that_leaves(double jitter, string expected)
    {
        var link = StartConnected(settings => settings with { ContactPoints = Three, Jitter = () => jitter });

        link.Tell(new Frame([Moves]), Session);

        Door(expected).ExpectMsg<OpenSession>();
    }

    [Fact]
    public void Link_waits_when_it_knows_no_other_node()
    {
        var link = StartConnected();

        link.Tell(new Frame([Moves]), Session);
        Consumer.ExpectMsg<SessionDown>();
        Door("a:1").ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromMilliseconds(100));

        Door("a:1").ExpectMsg<OpenSession>();
    }

    /// <summary>The answer of the old node is as good as that of the new one, and the second has no effect.</summary>
    [Fact]
    [Trait("race", "32")]
    public async Task Command_that_the_old_node_answers_after_all_is_answered_once()
    {
        var link = StartConnected(settings => settings with { ContactPoints = Three });
        var commit = Submit(link, Commit("t"));
        ExpectItem();
        link.Tell(new Frame([Moves]), Session);
        Door("b:1").ExpectMsg<OpenSession>();
        var next = CreateTestProbe();
        Open(link, next, Three);
        ExpectItem(next);

        Reply(link, Commit("t"), TransactionOutcome.Accepted);
        Reply(link, Commit("t"), TransactionOutcome.AlreadyCommitted);

        Assert.Equal(TransactionOutcome.Accepted, (await commit.WaitAsync(TimeSpan.FromSeconds(5))).Outcome);
    }

    /// <summary>The coordinator drops settlements of a subscription that its session does not know yet.</summary>
    [Fact]
    [Trait("race", "34")]
    public void Settlement_waits_until_the_next_session_has_its_subscription()
    {
        var link = StartConnected(settings => settings with { ContactPoints = Three });
        var acknowledge = new Acknowledge(new DeliveryId(Shipping.Group, new QueueId(Shipping.Topic, 0), 1, 1));
        link.Tell(new Frame([Moves]), Session);
        Door("b:1").ExpectMsg<OpenSession>();

        link.Tell(new SendItem(acknowledge));
        var next = CreateTestProbe();
        Open(link, next, Three);
        next.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        link.Tell(new Frame([new SubscribeReply(Shipping.Group, Shipping.Topic, Accepted: true)]), next);

        Assert.Equal(acknowledge, ExpectItem(next));
    }

    /// <summary>A queue that moves confirms late, and must not hold up the settlements of the others.</summary>
    [Fact]
    [Trait("race", "34")]
    public void Settlement_does_not_wait_for_the_subscription_once_the_session_delivers()
    {
        var link = StartConnected();
        var deliver = Deliveries.Of(Shipping, 1);
        link.Tell(new Frame([deliver]), Session);
        Consumer.ExpectMsg<Deliver>();

        link.Tell(new SendItem(new Acknowledge(deliver.Delivery)));

        Assert.Equal(new Acknowledge(deliver.Delivery), ExpectItem());
    }
}
