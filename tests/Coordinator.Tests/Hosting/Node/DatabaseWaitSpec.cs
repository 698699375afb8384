using System.Net;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Testing;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>Starts a node while its database is unavailable.</summary>
public sealed class DatabaseWaitSpec : IDisposable
{
    // No server listens on this port.
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=coordinator";

    private readonly TempDirectory _temp = new();

    [OwnPostgresFact]
    public async Task Node_waits_alive_and_not_ready_and_goes_on_when_the_database_is_back()
    {
        await using var database = await PostgresProcess.StartAsync();
        await database.KillAsync();
        await using var node = StartOn(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = new Uri((await node.LineAsync("http ")).Split(' ')[0]) };

        Assert.Contains("cannot be used", await node.LineAsync("waiting "), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);

        await database.StartAgainAsync();

        await node.ReadyAsync();
        node.Terminate();
        Assert.Equal(0, await node.ExitAsync());
    }

    [Fact]
    public async Task Node_that_waits_stops_when_it_is_told_to()
    {
        await using var node = StartOn(Nowhere);
        await node.LineAsync("waiting ");

        node.Terminate();

        Assert.Equal(0, await node.ExitAsync());
    }

    [Fact]
    public async Task Node_does_not_wait_for_longer_than_it_may()
    {
        await using var node = StartOn(Nowhere, "--postgresTimeout", "0s");

        var exitCode = await node.ExitAsync();

        Assert.Equal(3, exitCode);
        Assert.Contains("PostgreSQL 127.0.0.1:1/", node.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("waiting", node.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _temp.Dispose();

    private CoordinatorProcess StartOn(string postgres, params string[] options) => CoordinatorProcess.Start(
        CoordinatorCommand.In(_temp.File("data"), ["--postgres", postgres, .. options]));
}
