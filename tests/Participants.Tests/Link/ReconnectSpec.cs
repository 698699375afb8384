using System.Diagnostics;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Waiting;

namespace Coordinator.Participants.Tests.Link;

/// <summary>Over real loopback remoting.</summary>
public sealed class ReconnectSpec
{
    private static readonly TransactionId Id = new("t-1");

    [Fact]
    public async Task Link_prepares_and_commits_over_remoting()
    {
        await using var coordinator = FakeCoordinator.Start();
        await using var app = await ParticipantApp.StartAsync(coordinator);

        await app.Producer.PrepareAsync(Id, [ParticipantApp.Message]);
        await app.Producer.CommitAsync(Id);

        Assert.Equal(
            [TransactionCommandKind.Prepare, TransactionCommandKind.Commit],
            coordinator.Commands.Select(command => command.Kind));
        Assert.Equal([1L, 2L], coordinator.Commands.Select(command => command.Number));
        // On a busy machine the link repeats the opening message of one attempt.
        var attempt = Assert.Single(coordinator.Opened.Select(open => (open.Protocol, open.Attempt)).Distinct());
        Assert.Equal(ProtocolVersion.Current, attempt.Protocol);
    }

    [Fact]
    public async Task Link_repeats_a_command_in_doubt_under_the_same_id_when_the_coordinator_restarts_on_the_same_port()
    {
        var first = FakeCoordinator.Start();
        first.Answer = _ => null;
        await using var app = await ParticipantApp.StartAsync(first);
        var prepare = app.Producer.PrepareAsync(Id, [ParticipantApp.Message]);
        await Eventually.TrueAsync(() => first.Commands.Any(), "the first coordinator has the prepare");

        await first.DisposeAsync();
        await using var second = FakeCoordinator.Start(first.Port);
        var clock = Stopwatch.StartNew();
        await prepare.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1.5), $"took {clock.Elapsed}");
        Assert.Equal(Id, Assert.Single(second.Commands).Id);
    }

    [Fact]
    public async Task Link_moves_to_the_node_that_the_session_named_when_its_own_goes()
    {
        await using var other = FakeCoordinator.Start();
        var first = FakeCoordinator.Start();
        first.Nodes = [first.ContactPoint, other.ContactPoint];
        await using var app = await ParticipantApp.StartAsync(first);
        await app.Producer.PrepareAsync(Id, [ParticipantApp.Message]);

        await first.DisposeAsync();
        await app.Producer.CommitAsync(Id).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(TransactionCommandKind.Commit, Assert.Single(other.Commands).Kind);
    }

    [Fact]
    public async Task Link_finds_a_coordinator_that_starts_after_it()
    {
        var reserved = FakeCoordinator.Start();
        var port = reserved.Port;
        await reserved.DisposeAsync();
        await using var app = await ParticipantApp.StartAsync([$"127.0.0.1:{port}"], configure: options => options.WaitForSession = TimeSpan.FromMinutes(1));
        var prepare = app.Producer.PrepareAsync(Id, [ParticipantApp.Message]);

        await using var coordinator = FakeCoordinator.Start(port);
        await prepare.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Single(coordinator.Commands);
    }

    [Fact]
    public async Task Link_opens_a_new_session_and_repeats_when_the_coordinator_closes_its_session()
    {
        await using var coordinator = FakeCoordinator.Start();
        // The number of sessions does not tell: on a busy machine the link repeats the opening message of one attempt.
        var closed = false;
        coordinator.Answer = item => Volatile.Read(ref closed) ? FakeCoordinator.AcceptAll(item) : null;
        await using var app = await ParticipantApp.StartAsync(coordinator);
        var prepare = app.Producer.PrepareAsync(Id, [ParticipantApp.Message]);
        await Eventually.TrueAsync(() => coordinator.Commands.Any(), "the prepare is there");
        var (opened, sent) = (coordinator.Opened.Count, coordinator.Commands.Count());

        Volatile.Write(ref closed, true);
        coordinator.Send(new SessionClosed("rebalancing"));
        await prepare.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.True(coordinator.Commands.Count() > sent);
        Assert.True(coordinator.Opened.Count > opened);
        Assert.Single(coordinator.Opened.Select(open => open.Instance).Distinct());
    }
}
