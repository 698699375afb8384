using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions;
using Coordinator.Sessions.Access;
using Coordinator.Transactions;

namespace Coordinator.Tests.Sessions;

/// <summary>Tests that a change of <c>sessions.participants</c> counts for open sessions and for new ones.</summary>
public sealed class AccessChangeSpec : SessionKit
{
    private static readonly ParticipantAccess Orders1 = new() { Name = "orders", ProducerGroups = ["orders"], Publish = ["paid"] };

    [Theory]
    [InlineData("removed")]
    [InlineData("another secret")]
    [InlineData("another certificate")]
    [InlineData("without its group")]
    [InlineData("without its topic")]
    public void Session_ends_when_its_credentials_or_a_right_are_gone(string change)
    {
        var listener = ListenerOf(Orders1);
        var session = OpenAs(Orders1, "orders-1", [Orders], listener);
        Watch(session);
        var next = Copy();
        next.Name = change == "removed" ? "another" : next.Name;
        next.Secret += change == "another secret" ? " more" : "";
        next.Certificate = change == "another certificate" ? "orders.example" : "";
        next.ProducerGroups = change == "without its group" ? ["stock"] : next.ProducerGroups;
        next.Publish = change == "without its topic" ? ["refunded"] : next.Publish;

        listener.Tell(Changed(next));

        Assert.Equal("the participant's entry in sessions.participants has changed.", ExpectItem<SessionClosed>().Reason);
        ExpectTerminated(session);
    }

    [Fact]
    public void Open_session_gets_further_rights_and_loses_them_again()
    {
        Topics.Known.Add(new Topic("refunded"));
        var listener = ListenerOf(Orders1);
        var session = OpenAs(Orders1, "orders-1", [Orders], listener);
        Watch(session);
        var wider = Copy();
        wider.Publish = ["paid", "refunded"];

        session.Tell(FrameOf(PrepareFor("refunded")), Participant);
        Assert.Equal(TransactionOutcome.Invalid, ExpectItem<TransactionReply>().Outcome);
        listener.Tell(Changed(wider));
        listener.Tell(new ListSessions(), TestActor);
        ExpectMsg<SessionList>();
        session.Tell(FrameOf(PrepareFor("refunded")), Participant);
        Transactions.ExpectMsg<PrepareTransaction>();

        listener.Tell(Changed(Copy()));
        ExpectTerminated(session);
    }

    [Fact]
    public void New_secret_opens_a_session_and_a_challenge_for_the_old_one_is_worth_nothing()
    {
        var listener = ListenerOf(Orders1);
        var open = new OpenSession(ProtocolVersion.Current, new InstanceId("orders-1"), [Orders], Attempt: 1);
        var claim = new SessionClaim("orders", Nonce);
        listener.Tell(FromPeer(open with { Claim = claim }, Participant), Participant);
        var exchange = ExchangeOf(claim, Participant.ExpectMsg<SessionChallenge>());
        var next = Copy();
        next.Secret = "another secret of it";

        listener.Tell(Changed(next));
        var proof = exchange.Prove(Coordinator.Contracts.Authentication.ScramKeys.Of(Orders1.Secret, exchange.Salt.Span, exchange.Iterations));
        listener.Tell(FromPeer(new ProveSession(1, proof), Participant), Participant);

        Assert.True(Participant.ExpectMsg<SessionRefused>().Retryable);
        Prove(listener, open with { Attempt = 2 }, "orders", next.Secret);
        Participant.ExpectMsg<SessionOpened>();
    }

    private IActorRef ListenerOf(ParticipantAccess access)
    {
        Configure(access);
        return StartListener();
    }

    private static ParticipantsChanged Changed(ParticipantAccess access) => new(new AccessPolicy([access]));

    private static ParticipantAccess Copy() => new()
    {
        Name = Orders1.Name,
        Secret = Orders1.Secret,
        ProducerGroups = Orders1.ProducerGroups,
        Publish = Orders1.Publish,
    };

    private static Prepare PrepareFor(string topic) =>
        new(new TransactionId("order-1"), Orders, [new Message { Topic = new Topic(topic) }]);
}
