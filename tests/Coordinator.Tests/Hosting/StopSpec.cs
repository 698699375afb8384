using System.Globalization;
using Coordinator.Harness;
using Coordinator.Harness.Postgres;
using Coordinator.Harness.Processes;
using Coordinator.Sessions;
using Coordinator.Testing;

namespace Coordinator.Tests.Hosting;

/// <summary>
/// Stops a node at many moments of its start. <c>COORDINATOR_STOPS=40</c> takes more of them, and <c>COORDINATOR_STOPS_SEED</c> others.
/// </summary>
[Collection(MeasuredCollection.Name)]
public sealed class StopSpec : IDisposable
{
    /// <summary>Exit code of a process whose program had not begun yet when SIGTERM came.</summary>
    private const int BeforeItBegan = 128 + 15;

    private static readonly TimeSpan Limit = new SessionOptions().DrainTimeout + TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(4);

    private static readonly int Stops = Number("COORDINATOR_STOPS") ?? 8;
    private static readonly int Seed = Number("COORDINATOR_STOPS_SEED") ?? 14;

    private readonly TempDirectory _temp = new();

    [Fact]
    public Task Node_stops_in_order_at_every_moment_of_its_start() => StopAtAllMomentsAsync(_ => []);

    [PostgresFact]
    public async Task Node_of_a_cluster_stops_in_order_at_every_moment_of_its_start()
    {
        await using var postgres = await PostgresServer.CreateDatabaseAsync();
        await CoordinatorProcess.ApplySchemaAsync(postgres.ConnectionString);
        var ports = FreePorts.Take(2).Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray();

        // The other seed does not exist. Where it is the first one, the node never becomes a member.
        await StopAtAllMomentsAsync(attempt =>
        [
            "--postgres", postgres.ConnectionString,
            "--nodes.port", ports[attempt % 2],
            "--cluster.seeds", $"127.0.0.1:{ports[0]},127.0.0.1:{ports[1]}",
            "--cluster.seedTimeout", "1s",
        ]);
    }

    [Fact]
    public async Task Node_that_is_told_twice_stops_in_order()
    {
        await using var node = await CoordinatorProcess.StartReadyAsync(CoordinatorCommand.In(_temp.File("data")));

        node.Terminate();
        node.Terminate();

        Assert.Equal(0, await node.ExitAsync(Limit));
    }

    public void Dispose() => _temp.Dispose();

    private async Task StopAtAllMomentsAsync(Func<int, string[]> options)
    {
        var random = new Random(Seed);
        for (var attempt = 0; attempt < Stops; attempt++)
        {
            var delay = LongestStart * ((attempt + random.NextDouble()) / Stops);
            // Every second start finds what an earlier one has left.
            var directory = _temp.File(string.Create(CultureInfo.InvariantCulture, $"data-{attempt / 2}"));
            await StopAfterAsync(delay, CoordinatorCommand.In(directory, options(attempt)));
            Assert.False(File.Exists(Path.Combine(directory, "coordinator.json")), $"stopped after {delay}");
        }
    }

    private static async Task StopAfterAsync(TimeSpan delay, CoordinatorCommand command)
    {
        await using var node = CoordinatorProcess.Start(command);
        await Task.Delay(delay);

        node.Terminate();
        var exitCode = await node.ExitAsync(Limit);

        var output = node.Output;
        Assert.True(
            exitCode == 0 || (exitCode == BeforeItBegan && output.Length == 0),
            $"Exit code {exitCode} when stopped after {delay} (seed {Seed}). Output:{Environment.NewLine}{output}");
        Assert.DoesNotContain("Unhandled exception", output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit: ", output, StringComparison.Ordinal);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
