using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Participants.Common;
using Coordinator.Participants.Link;

namespace Coordinator.Participants.Tests.Link;

public sealed class CommandLinkSpec : VirtualClockKit
{
    private static readonly Commit Command = new(new TransactionId("t"), new ProducerGroup("orders"));

    [Fact]
    public async Task Command_before_the_start_and_after_the_stop_is_refused()
    {
        var link = new CommandLink(TimeSpan.FromSeconds(1), maxInFlight: 1);
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => link.SendAsync(Command, default(CommandLimits), default));
        link.Start(TestActor);
        link.Stop();

        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => link.SendAsync(Command, default(CommandLimits), default));
        link.Post(Command);
        ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task Command_over_the_bound_is_refused_until_another_is_answered()
    {
        var link = new CommandLink(TimeSpan.FromSeconds(1), maxInFlight: 1);
        link.Start(TestActor);
        var first = link.SendAsync(Command, default(CommandLimits), default);
        await Assert.ThrowsAsync<CoordinatorUnavailableException>(() => link.SendAsync(Command, default(CommandLimits), default));

        ExpectMsg<SubmitCommand>().Reply!.SetResult(FakeCoordinator.Reply(Command, TransactionOutcome.Accepted));
        await first;
        _ = link.SendAsync(Command, default(CommandLimits), default);

        ExpectMsg<SubmitCommand>();
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_and_not_the_command()
    {
        var link = new CommandLink(TimeSpan.FromSeconds(1), maxInFlight: 1);
        link.Start(TestActor);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => link.SendAsync(Command, default(CommandLimits), new CancellationToken(true)));

        ExpectMsg<SubmitCommand>();
    }
}
