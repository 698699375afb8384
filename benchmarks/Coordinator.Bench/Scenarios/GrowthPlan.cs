using Coordinator.Bench.Processes;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;
using Coordinator.Harness.Waiting;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a measurement with a full journal.</summary>
/// <param name="Rows">Rows that the journal holds already.</param>
/// <param name="Rounds">Number of times that the empty and the full journal are measured in turn.</param>
/// <param name="Load">Load on either journal.</param>
/// <param name="Set">Settings of the coordinator.</param>
internal sealed record GrowthPlan(long Rows, int Rounds, RunPlan Load, IReadOnlyList<string> Set)
{
    // The sweep reads this many rows in a negligible time.
    private const long FewRows = 100_000;

    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>
    /// Gets the settings for both journals. They let the sweep's mark pass the added rows as soon as possible.
    /// </summary>
    public IReadOnlyList<string> Settings => ["telemetry=on", "sweepOverlap=1m", "sweepInterval=5s", .. Set];

    /// <summary>
    /// Waits until the sweep has read the rows and need not do so again. A journal that grew in normal operation has that
    /// behind it, but this one was filled within a minute.
    /// </summary>
    public async Task SweptAsync(MeasuredCoordinator coordinator, ProgressLine progress, CancellationToken ct)
    {
        if (Rows <= FewRows)
            return;
        await PassAsync(1);
        await Task.Delay(Overlap, ct);
        // One pass ends that began before the rows were complete. The next pass moves the mark, and one more starts from there.
        await PassAsync(coordinator.Counters.Total("coordinator.sweep.passes") + 3);

        async Task PassAsync(double number)
        {
            _ = await Eventually.ElapsedAsync(
                () => coordinator.Counters.Total("coordinator.sweep.passes") >= number, Patience, ct,
                () => progress.LogThrottled("the sweep reads the rows"))
                ?? throw new BenchFailedException("The sweep did not read all rows in time.");
        }
    }
}
