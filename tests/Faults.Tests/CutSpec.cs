using Coordinator.Faults.Faults;
using Coordinator.Faults.Network;
using Coordinator.Faults.Reporting;
using Coordinator.Faults.Running;
using Xunit.Abstractions;

namespace Coordinator.Faults.Tests;

/// <summary>
/// Complete cuts of 10 s between all nodes, and resets of 10 s of all connections. <c>ResetSpec</c> of the attack tests does the like with
/// proxies, which need no namespaces. A cut by proxies is milder: they deliver at its end what TCP would repeat seconds later.
/// </summary>
[Collection(RunsCollection.Name)]
public sealed class CutSpec(ITestOutputHelper output)
{
    private const int Seed = 1;
    private const int Seconds = 10;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(32);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    [NamespaceFact]
    public async Task No_node_ends_when_all_are_cut_off_from_each_other_or_reset_for_10_s()
    {
        Assert.Null(NamespaceSupport.MissingTool);
        FaultKind[] kinds = [FaultCatalog.Find("split")!.Held(Seconds), FaultCatalog.Find("reset")!.Held(Seconds)];
        var plan = new RunPlan(Seed, Length, Calm: TimeSpan.Zero, Settle, Nodes: 3, Workers: 2, kinds, SeededBugs.None);

        var report = await new Run(plan, output.WriteLine).ExecuteAsync(CancellationToken.None);

        output.WriteLine(ReportText.Of(report));
        Assert.Equal(Outcome.Passed, report.Outcome);
        Assert.Equal(kinds.Length, report.Faults.Count);
        Assert.Equal(0, report.NodesEnded);
    }
}
