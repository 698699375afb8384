using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;
using Coordinator.Harness;
using Coordinator.Harness.Processes;

namespace Coordinator.Tests.Hosting;

/// <summary>Tests what a peer can do that reaches the remoting port of a node on loopback.</summary>
public sealed class UntrustedPeerSpec() : TestKit(Remoting), IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TempDirectory _temp = new();

    private static Config Remoting => ConfigurationFactory
        .ParseString("""akka { actor.provider = remote, remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 } }""")
        .WithFallback(WireSettings.Config);

    [Fact]
    public async Task Participant_can_open_a_session_and_can_stop_neither_it_nor_the_session_listener()
    {
        await using var node = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data")));
        var listener = SessionListenerAddress.PathAt((await node.ReadyAsync()).ContactPoint);
        var participant = CreateTestProbe("participant");
        Sys.ActorSelection(listener).Tell(Open("orders-1"), participant);
        participant.ExpectMsg<SessionOpened>(Patience);
        var session = participant.LastSender;

        Sys.ActorSelection(listener).Tell(PoisonPill.Instance);
        Sys.ActorSelection(listener.Replace(SessionListenerAddress.ActorName, "*", StringComparison.Ordinal)).Tell(PoisonPill.Instance);
        session.Tell(PoisonPill.Instance);

        session.Tell(new Frame([new Heartbeat(7)]), participant);
        Assert.Equal(new Heartbeat(7), Assert.Single(participant.ExpectMsg<Frame>(Patience).Items));
        Sys.ActorSelection(listener).Tell(Open("orders-2"), participant);
        participant.ExpectMsg<SessionOpened>(Patience);
    }

    void IDisposable.Dispose()
    {
        Dispose();
        _temp.Dispose();
    }

    private static OpenSession Open(string instance) =>
        new(ProtocolVersion.Current, new InstanceId(instance), [new ProducerGroup("orders")]);
}
