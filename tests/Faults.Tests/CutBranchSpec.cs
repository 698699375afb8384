using Coordinator.Faults.Faults;
using Coordinator.Faults.Network;
using Coordinator.Faults.Reporting;
using Coordinator.Faults.Running;
using Xunit.Abstractions;

namespace Coordinator.Faults.Tests;

/// <summary>
/// Service with two processes on one database, of which one is cut off from all nodes. It stores its messages, and the other one stores what must come
/// behind them. The order of each key holds across both.
/// </summary>
[Collection(RunsCollection.Name)]
public sealed class CutBranchSpec(ITestOutputHelper output)
{
    private const int Seed = 2;
    private const int Seconds = 12;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(90);

    [NamespaceFact]
    public async Task Order_by_key_holds_across_two_processes_of_which_one_is_cut_off()
    {
        Assert.Null(NamespaceSupport.MissingTool);
        FaultKind[] kinds = [FaultCatalog.Find("cut-branch")!.Held(Seconds)];
        var plan = new RunPlan(Seed, Length, Calm: TimeSpan.Zero, Settle, Nodes: 3, Workers: 2, kinds, SeededBugs.None);

        var report = await new Run(plan, output.WriteLine).ExecuteAsync(CancellationToken.None);

        output.WriteLine(ReportText.Of(report));
        Assert.Equal(Outcome.Passed, report.Outcome);
        Assert.NotEqual(0, report.Stored.Stored);
        Assert.NotEqual(0, report.Stored.Taken);
        Assert.Equal(0, report.Stored.Refused);
    }
}
