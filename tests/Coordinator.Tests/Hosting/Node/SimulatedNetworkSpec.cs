using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Testing;
using Coordinator.Tests.Transactions;
using Coordinator.Transactions;

namespace Coordinator.Tests.Hosting.Node;

/// <summary>
/// Runs three nodes on a network that delays, loses, cuts and resets. Commands are repeated, and each transaction is decided once.
/// <c>COORDINATOR_NETWORK_SEEDS=200</c> runs that many seeds instead of five.
/// </summary>
public sealed class SimulatedNetworkSpec : IAsyncLifetime
{
    private const int Transactions = 40;

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2);

    private static readonly int Seeds =
        int.TryParse(Environment.GetEnvironmentVariable("COORDINATOR_NETWORK_SEEDS"), out var seeds) ? seeds : 5;

    private readonly SimulatedCluster _cluster = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _cluster.StopAsync();

    [PostgresFact]
    public async Task Each_transaction_is_decided_once_over_a_network_that_fails()
    {
        await _cluster.StartAsync();

        for (var seed = 1; seed <= Seeds; seed++)
            await RunAsync(seed);
    }

    private async Task RunAsync(int seed)
    {
        using var enough = new CancellationTokenSource();
        var disturbance = _cluster.Network.DisturbAsync(seed, [.. _cluster.Nodes.Select(node => node.Cluster.SelfAddress)], enough.Token);
        var least = Task.Delay(Least);
        var transactions = Enumerable.Range(0, Transactions).Select(number => Prepare(seed, number)).ToList();

        await Task.WhenAll(transactions.Select((prepare, number) => DecideAsync(prepare, number, seed)));
        await least;
        await enough.CancelAsync();
        await disturbance;

        foreach (var (number, prepare) in transactions.Index())
        {
            var events = await _cluster.Nodes[0].EventsAsync(prepare);
            Assert.True(
                events.Count(decided => decided is TransactionAppended) == (number % 2 == 0 ? 1 : 0)
                    && events.Count(decided => decided is TransactionRolledBack) == (number % 2 == 0 ? 0 : 1),
                $"seed {seed}, {prepare.Id}: {string.Join(", ", events)}");
        }
    }

    private async Task DecideAsync(PrepareTransaction prepare, int number, int seed)
    {
        var (first, second) = (_cluster.Nodes[(number + seed) % SimulatedCluster.Size], _cluster.Nodes[number % SimulatedCluster.Size]);
        Assert.Contains((await first.SendAsync(prepare)).Outcome, new[] { TransactionOutcome.Accepted });
        ITransactionMessage decision = number % 2 == 0
            ? new CommitTransaction(prepare.Id, prepare.Group, prepare.Instance)
            : new RollbackTransaction(prepare.Id, prepare.Group, prepare.Instance, "declined");
        // A decision whose answer was lost is repeated, and then finds itself.
        Assert.Contains(
            (await second.SendAsync(decision)).Outcome,
            new[] { TransactionOutcome.Accepted, TransactionOutcome.AlreadyCommitted, TransactionOutcome.AlreadyRolledBack });
    }

    private static PrepareTransaction Prepare(int seed, int number) => Some.Prepare(timeout: TimeSpan.FromMinutes(10)) with
    {
        Id = new TransactionId(string.Create(CultureInfo.InvariantCulture, $"network-{seed}-{number}")),
    };
}
