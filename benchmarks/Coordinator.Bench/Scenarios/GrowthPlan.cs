using Coordinator.Bench.Processes;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Coordinator.Harness.Waiting;

namespace Coordinator.Bench.Scenarios;

/// <summary>How the cost of a full journal is measured.</summary>
/// <param name="Rows">In the journal already.</param>
/// <param name="Rounds">How often empty and full are measured, in turn.</param>
/// <param name="Load">On either.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record GrowthPlan(long Rows, int Rounds, RunPlan Load, IReadOnlyList<string> Set)
{
    // Rows that the sweep looks through in no time to speak of.
    private const long FewRows = 100_000;

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>On both, so that the sweep's mark passes the rows that came past the coordinator as soon as it can.</summary>
    public IReadOnlyList<string> Settings => ["telemetry=on", "sweepOverlap=1m", "sweepInterval=5s", .. Set];

    /// <summary>
    /// Waits until the sweep has looked through the rows and need not do so again. A journal that grew by itself has that behind
    /// it; this one came in a minute.
    /// </summary>
    public async Task SweptAsync(MeasuredCoordinator coordinator, ProgressLine progress, CancellationToken ct)
    {
        if (Rows <= FewRows)
            return;
        await PassAsync(1);
        await Task.Delay(Overlap, ct);
        // One pass ends that began before the rows were settled, the next one moves the mark, one more starts from there.
        await PassAsync(coordinator.Counters.Total("coordinator.sweep.passes") + 3);

        async Task PassAsync(double number)
        {
            _ = await Eventually.ElapsedAsync(
                () => coordinator.Counters.Total("coordinator.sweep.passes") >= number, Patience, ct,
                () => progress.LogThrottled("the sweep looks through the rows"))
                ?? throw new BenchFailedException("The sweep did not get through the rows.");
        }
    }
}
