using Coordinator.Faults.Faults;
using Coordinator.Faults.Reporting;
using Coordinator.Faults.Running;
using Coordinator.Testing;
using Xunit.Abstractions;

namespace Coordinator.Faults.Tests;

/// <summary>
/// Short run of the suite: three nodes, services in processes of their own, nodes killed and paused, PostgreSQL killed. Longer
/// runs with all faults: <c>dotnet run --project tests/Coordinator.Faults -- run</c>.
/// </summary>
[Collection(RunsCollection.Name)]
public sealed class FaultRunSpec(ITestOutputHelper output)
{
    private const int Seed = 4;
    private const int Nodes = 3;
    private const int Workers = 3;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(35);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(150);

    [PostgresFact]
    public async Task Promises_hold_when_nodes_are_killed_and_paused_and_the_database_is_killed()
    {
        FaultKind[] kinds = [.. ((string[])["kill", "blink", "postgres"]).Select(name => FaultCatalog.Find(name)!)];
        var plan = new RunPlan(Seed, Length, Calm, Settle, Nodes, Workers, kinds, SeededBugs.None);

        var report = await new Run(plan, output.WriteLine).ExecuteAsync(CancellationToken.None);

        output.WriteLine(ReportText.Of(report));
        Assert.Empty(report.Violations);
        Assert.Empty(report.Invalidities);
        Assert.Equal(Outcome.Passed, report.Outcome);
    }
}
