using System.Collections.Concurrent;
using Coordinator.Contracts.Sessions;
using Coordinator.Harness.Waiting;
using Coordinator.Participants.Common;
using Coordinator.Participants.Hosting;
using Coordinator.Participants.Link;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Coordinator.Participants.Tests.Link;

/// <summary>Tests what a service sees of its connection with the coordinator.</summary>
public sealed class ConnectionSpec : LinkHarness
{
    private readonly ConcurrentQueue<(bool IsConnected, string? Failure)> _changes = new();
    private readonly CoordinatorConnection _connection;

    public ConnectionSpec() => _connection = new CoordinatorConnection(TimeProvider.System, Logged);

    [Fact]
    public async Task Service_waits_for_its_session()
    {
        var link = Started();
        var waiting = _connection.WaitForConnectionAsync();
        Assert.False(waiting.IsCompleted);
        Assert.Equal((false, "not connected yet"), (_connection.IsConnected, _connection.LastFailure));

        Admit(link);
        await waiting.WaitAsync(Eventually.Bound);
        Assert.Equal((true, (string?)null), (_connection.IsConnected, _connection.LastFailure));
        Assert.True(_connection.WaitForConnectionAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Wait_ends_with_its_token()
    {
        Started();
        using var stop = new CancellationTokenSource();
        var waiting = _connection.WaitForConnectionAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Changes_come_in_their_order_with_the_reason_of_each_loss()
    {
        var link = Started();
        Admit(link);
        link.Tell(new Frame([new SessionClosed("the node stops")]), Session);
        await Eventually.TrueAsync(() => _changes.Count == 2, "the loss is told");
        var waiting = _connection.WaitForConnectionAsync();
        Assert.False(waiting.IsCompleted);
        Assert.Equal([(true, (string?)null), (false, "the coordinator closed the session: the node stops")], _changes);
        Assert.Contains("the node stops", _connection.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_of_the_last_attempt_is_told()
    {
        Started();
        Door("a:1").ExpectMsg<OpenSession>();
        Time.Advance(TimeSpan.FromSeconds(3));
        await Eventually.TrueAsync(() => _connection.LastFailure == "a:1 did not answer within 00:00:03", "the reason is told");
        Assert.Empty(_changes);
    }

    [Fact]
    public async Task Handler_that_fails_is_logged_and_stops_no_other()
    {
        _connection.Changed += (_, _) => throw new InvalidOperationException("no");
        var link = Started();
        Admit(link);
        await Eventually.TrueAsync(() => Logged.Of(LogLevel.Error).Any(), "the failure is logged");
        link.Tell(new Frame([new SessionClosed("the node stops")]), Session);
        await Eventually.TrueAsync(() => Logged.Of(LogLevel.Error).Skip(1).Any(), "the next change is told");
    }

    [Theory]
    [InlineData(HealthStatus.Degraded)]
    [InlineData(HealthStatus.Unhealthy)]
    public async Task Health_is_that_of_the_session(HealthStatus failureStatus)
    {
        var check = new CoordinatorHealthCheck(_connection);
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("coordinator", check, failureStatus, tags: null) };
        var away = await check.CheckHealthAsync(context);
        Assert.Equal(failureStatus, away.Status);
        Assert.Contains("not connected yet", away.Description, StringComparison.Ordinal);

        _connection.Opened();
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(context)).Status);
    }

    private Akka.Actor.IActorRef Started()
    {
        _connection.Changed += (_, changed) => _changes.Enqueue((changed.IsConnected, changed.Failure));
        return StartLink(settings => settings with { Connection = _connection });
    }
}
