using Coordinator.Faults.Faults;
using Coordinator.Faults.Network;
using Coordinator.Faults.Reporting;
using Coordinator.Faults.Running;
using Xunit.Abstractions;

namespace Coordinator.Faults.Tests;

/// <summary>
/// Participants to which nobody can connect, as behind NAT or a network policy without ingress. One node is killed, and then all are
/// restarted one by one. Where namespaces cannot be made, the participants live on loopback and listen on no port.
/// </summary>
[Collection(RunsCollection.Name)]
public sealed class ClosedParticipantSpec(ITestOutputHelper output)
{
    // Kills the node that all sessions are at, and restarts all nodes afterwards.
    private const int Seed = 35;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(39);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestLoss = TimeSpan.FromSeconds(5);

    [NamespaceFact(hasFallback: true)]
    [Trait("attack", "S17")]
    public async Task Participants_with_closed_ingress_are_back_within_5_s_when_nodes_are_killed_and_restarted()
    {
        Assert.Null(NamespaceSupport.MissingTool);
        FaultKind[] kinds = [FaultCatalog.Find("kill")!.Held(6), FaultCatalog.Find("rolling")!];
        var plan = new RunPlan(Seed, Length, Calm: TimeSpan.Zero, Settle, Nodes: 3, Workers: 2, kinds, SeededBugs.None, Closed: true);

        var report = await new Run(plan, output.WriteLine).ExecuteAsync(CancellationToken.None);

        output.WriteLine(ReportText.Of(report));
        Assert.Equal(Outcome.Passed, report.Outcome);
        Assert.Equal(["kill", "rolling"], report.Faults.Select(fault => fault.Kind));
        // A node that stops as planned sends its sessions elsewhere first, and none is lost.
        Assert.NotEqual(0, report.Faults[0].Sessions.Lost);
        Assert.InRange(report.Sessions.Longest, 0, LongestLoss.TotalSeconds);
        Assert.Equal(new IngressFigures(NamespaceSupport.Absence is null ? 0 : null, Listeners: 0), report.Ingress);
        Assert.Equal(0, report.NodesEnded);
    }
}
