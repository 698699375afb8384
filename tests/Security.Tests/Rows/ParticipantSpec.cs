using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Attacks.Peers;
using Coordinator.Harness.Attacks.Targets;
using Coordinator.Harness.Processes;
using Coordinator.Security.Tests.Targets;

namespace Coordinator.Security.Tests.Rows;

/// <summary>A participant is reached by nobody but the coordinator that it called.</summary>
[Collection(SharedTargets.Collection)]
public sealed class ParticipantSpec(SharedTargets targets)
{
    public static TheoryData<Setup> Setups => SharedTargets.Setups;

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S18")]
    public async Task Participant_listens_on_no_port(Setup setup)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var target = await targets.GetAsync(setup);
        var before = ListeningPorts.Of(Environment.ProcessId);

        await using var another = await Innocent.StartAsync([target.Node.ContactPoint], target.Tls("another"));

        Assert.Equal(before, ListeningPorts.Of(Environment.ProcessId));
    }

    [Theory]
    [MemberData(nameof(Setups))]
    [Trait("attack", "S6")]
    public async Task First_message_of_every_connection_is_answered(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            await using var peer = await SessionPeer.OpenAsync(target);
            await peer.SendAsync(Frames.Heartbeat(attempt));
            Assert.Equal("f", (await peer.ReceiveAsync())!.Manifest);
        }
    }

    [Theory]
    [MemberData(nameof(Setups))]
    public async Task Connection_whose_session_has_ended_opens_another_one(Setup setup)
    {
        var target = await targets.GetAsync(setup);
        await using var peer = await SessionPeer.OpenAsync(target);
        await peer.SendAsync(new SessionClosed("bye"));

        // More frames than may be under way, all to a session that is gone. None of them may keep the connection from being read.
        for (var number = 0; number < 500; number++)
            await peer.SendAsync(Frames.Heartbeat(number));

        await peer.ReopenAsync();
        await peer.SendAsync(Frames.Heartbeat(15));
        Assert.Equal(15, (await peer.ReceiveAsync<Heartbeat>()).Number);
    }

    [Fact]
    public async Task Connection_whose_session_has_ended_is_ended_when_it_opens_no_other()
    {
        var target = await targets.GetAsync(Setup.OneNode);
        await using var peer = await SessionPeer.OpenAsync(target);
        await peer.SendAsync(new SessionClosed("bye"));

        Assert.True(await peer.IsEndedAsync(within: TimeSpan.FromSeconds(40)));
    }
}
