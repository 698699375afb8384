using Akka.Actor;
using Akka.TestKit;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Sessions;

namespace Coordinator.Tests.Sessions;

public sealed class ProducerGroupLimitSpec : SessionKit
{
    [Fact]
    public void Producer_group_counts_once_at_a_node_and_until_its_last_session_ends()
    {
        Options.ProducerGroups = 1;
        var listener = StartListener();
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        OpenSession(listener, "orders-1", first);
        OpenSession(listener, "orders-2", second);
        LoseConnection(listener, first, sessionsLeft: 1);
        var payments = new OpenSession(ProtocolVersion.Current, new InstanceId("payments-1"), [new ProducerGroup("payments")], Attempt: 1);
        listener.Tell(FromPeer(payments, Participant), Participant);
        Assert.Contains(
            "its limit of 1 producer groups (sessions.producerGroups)", Participant.ExpectMsg<SessionRefused>().Detail, StringComparison.Ordinal);

        LoseConnection(listener, second, sessionsLeft: 0);
        listener.Tell(FromPeer(payments, Participant), Participant);

        Participant.ExpectMsg<SessionOpened>();
    }

    private void LoseConnection(IActorRef listener, TestProbe participant, int sessionsLeft)
    {
        listener.Tell(new PeerLeft("the connection was lost."), participant);
        // The listener removes a session when it hears that its actor has ended.
        AwaitAssert(() =>
        {
            listener.Tell(new ListSessions(), TestActor);
            Assert.Equal(sessionsLeft, ExpectMsg<SessionList>().Sessions.Count);
        });
    }
}
