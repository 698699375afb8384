using Coordinator.Faults.Faults;
using Coordinator.Faults.Network;
using Coordinator.Faults.Reporting;
using Coordinator.Faults.Running;
using Xunit.Abstractions;

namespace Coordinator.Faults.Tests;

/// <summary>
/// A node that is cut off from the others and started again, while it reaches the database and its participants. It forms no second
/// cluster, and joins the others by itself when the cut ends.
/// </summary>
[Collection(RunsCollection.Name)]
public sealed class LoneNodeSpec(ITestOutputHelper output)
{
    private const int Seed = 1;

    // The first seed, which may form a cluster before the others.
    private const int Node = 1;

    // More than three times as long as the lease lasts without a renewal.
    private const int Seconds = 40;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    [NamespaceFact]
    [Trait("race", "36")]
    public async Task Node_that_is_cut_off_and_restarted_serves_only_when_it_has_joined_the_others()
    {
        Assert.Null(NamespaceSupport.MissingTool);
        FaultKind[] kinds = [FaultCatalog.Find("lone")!.Held(Seconds) with { Draw = (_, around) => new LoneNode(Node, around.Nodes) }];
        var plan = new RunPlan(Seed, Length, Calm: TimeSpan.Zero, Settle, Nodes: 3, Workers: 2, kinds, SeededBugs.None);

        var report = await new Run(plan, output.WriteLine).ExecuteAsync(CancellationToken.None);

        output.WriteLine(ReportText.Of(report));
        Assert.Equal(Outcome.Passed, report.Outcome);
        Assert.Equal(["lone"], report.Faults.Select(fault => fault.Kind));
    }
}
