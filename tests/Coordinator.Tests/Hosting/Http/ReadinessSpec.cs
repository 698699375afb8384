using System.Net;
using System.Net.Sockets;
using Akka.TestKit.Xunit2;
using Coordinator.Hosting.Http;
using Coordinator.Persistence;

namespace Coordinator.Tests.Hosting.Http;

public sealed class ReadinessSpec : TestKit
{
    private readonly NodeState _state = new() { DirectoryId = "directory" };

    [Fact]
    public async Task Requests_that_come_together_ask_the_database_once()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _state.Opened();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var readiness = new Readiness(_state, Database.PostgreSql($"Host=127.0.0.1;Port={port};Username=coordinator;Pooling=false"), Sys);

        var answers = Enumerable.Range(0, 20).Select(_ => readiness.ProblemAsync(CancellationToken.None)).ToArray();
        using var first = await silent.AcceptSocketAsync();

        Assert.All(await Task.WhenAll(answers), answer => Assert.Contains("does not answer", answer, StringComparison.Ordinal));
        Assert.False(silent.Pending());
    }

    [Fact]
    public async Task Caller_that_gives_up_leaves_the_question_to_the_others()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        _state.Opened();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var readiness = new Readiness(_state, Database.PostgreSql($"Host=127.0.0.1;Port={port};Username=coordinator;Pooling=false"), Sys);

        using var gone = new CancellationTokenSource();
        var first = readiness.ProblemAsync(gone.Token);
        var second = readiness.ProblemAsync(CancellationToken.None);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Contains("does not answer", await second, StringComparison.Ordinal);
    }
}
