using System.Net;
using Coordinator.Harness;
using Coordinator.Harness.Processes;

namespace Coordinator.Tests.Hosting.Http;

public sealed class MetricsEndpointSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TempDirectory _temp = new();

    [Fact]
    public async Task Metrics_are_there_for_Prometheus_when_asked_for()
    {
        await using var node = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data"), "--http.metrics"));
        using var http = await ClientAsync(node);
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));

        var metrics = "";
        // The sweep of the journal runs soon after the start, and counts itself.
        while (!metrics.Contains("coordinator_sweep_passes_total", StringComparison.Ordinal) && await timer.WaitForNextTickAsync(limit.Token))
            metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), limit.Token);

        Assert.Contains("\ndotnet_gc_", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_there_when_not()
    {
        await using var node = CoordinatorProcess.Start(CoordinatorCommand.In(_temp.File("data")));
        using var http = await ClientAsync(node);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
    }

    public void Dispose() => _temp.Dispose();

    private static async Task<HttpClient> ClientAsync(CoordinatorProcess node) =>
        new() { BaseAddress = (await node.ReadyAsync()).Http };
}
