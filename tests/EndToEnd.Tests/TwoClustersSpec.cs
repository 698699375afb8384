using Coordinator.EndToEnd.Tests.Processes;
using Coordinator.Harness.Processes;
using Coordinator.Harness.Waiting;
using Coordinator.Testing;

namespace Coordinator.EndToEnd.Tests;

/// <summary>Keeps the nodes of one database from being two clusters, with real processes.</summary>
[Trait("race", "36")]
public sealed class TwoClustersSpec : IAsyncLifetime
{
    private const int LeaseLost = 14;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly CoordinatorCluster _cluster = new();

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>
    /// Two nodes stand still for longer than the lease, so the third one forms a cluster when it is started again. When they go on, they find
    /// that their lease was taken.
    /// </summary>
    [PostgresFact]
    public async Task Nodes_whose_lease_was_taken_while_they_stood_still_end_with_their_own_exit_code_and_join_the_other()
    {
        var (first, others) = (_cluster.Nodes[0], _cluster.Nodes.Skip(1).ToList());
        await first.KillAsync();
        others.ForEach(other => other.Pause());
        try
        {
            await first.StartAgainAsync();
            var (status, reason) = await first.ReadinessAsync();
            Assert.Equal(503, status);
            Assert.Contains("alone: no other node of cluster.seeds", reason, StringComparison.Ordinal);
        }
        finally
        {
            others.ForEach(other => other.Resume());
        }

        foreach (var other in others)
        {
            Assert.Equal(LeaseLost, await other.ExitAsync(Patience));
            Assert.Contains("The lease of the database belongs to another cluster", other.Output, StringComparison.Ordinal);
        }

        await Task.WhenAll(others.Select(other => other.StartSupervisedAsync()));
        await Eventually.TrueAsync(async () => (await first.ReadinessAsync()).Status == 200, () => "the three are one cluster", Patience);
    }
}
