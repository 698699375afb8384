using Akka.Actor;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

public sealed class ClosingSpec : LinkHarness
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Closing_link_waits_for_replies_and_then_says_goodbye()
    {
        var link = StartConnected();
        var commit = Submit(link, Commit("t"));
        ExpectItem();

        link.Tell(new CloseLink(Grace), TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Reply(link, Commit("t"), TransactionOutcome.Accepted);

        ExpectMsg<LinkClosed>();
        await commit;
        Assert.IsType<SessionClosed>(ExpectItem());
    }

    [Fact]
    public async Task Closing_link_gives_up_waiting_after_its_grace()
    {
        var link = StartLink();
        var commit = Submit(link, Commit("t"), seconds: 60);

        link.Tell(new CloseLink(Grace), TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(Grace);

        ExpectMsg<LinkClosed>();
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => commit);
    }

    [Fact]
    public async Task Closed_link_refuses_commands()
    {
        var link = StartConnected();
        link.Tell(new CloseLink(Grace), TestActor);
        ExpectMsg<LinkClosed>();

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => Submit(link, Commit("t")));
    }

    [Fact]
    public async Task Stopped_link_fails_what_waits()
    {
        var link = StartConnected();
        var commit = Submit(link, Commit("t"));
        ExpectItem();

        Sys.Stop(link);

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => commit);
    }

    [Fact]
    public void Link_has_stopped_consuming_when_all_its_consumers_have()
    {
        var link = StartConnected();

        link.Tell(new StopConsuming(Grace), TestActor);
        Consumer.ExpectMsg<StopConsuming>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
        link.Tell(new ConsumingStopped(), Consumer);

        ExpectMsg<ConsumingStopped>();
    }
}
