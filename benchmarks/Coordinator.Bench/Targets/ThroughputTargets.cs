using Coordinator.Bench.Databases;
using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Targets;

/// <summary>Runs that have throughput targets, and these targets.</summary>
internal sealed class ThroughputTargets(RunPlan load)
{
    private const double DurableRatio = 0.35;

    public IReadOnlyList<IScenario> All =>
    [
        Scenario(StorageKind.Postgres, 256, run =>
        [
            new Verdict("end to end at 256 in flight, 128 B", "≥ 10,000/s and ≥ 0.35 of the floor; aim 20,000/s",
                Throughput(run), run.DeliveriesPerSecond >= 10_000 && run.RatioToFloor >= DurableRatio)
            {
                RatioToFloor = run.RatioToFloor,
            },
            new Verdict("coordinator CPU per transaction at 256", "≤ 200 µs; aim 100 µs",
                $"{Figure.Number(run.Costs.CoordinatorCpu)} µs", run.Costs.CoordinatorCpu <= 200),
            new Verdict("statements per transaction at 256", "≤ 0.2",
                Figure.Number(run.Costs.Statements ?? 0), run.Costs.Statements <= 0.2),
        ]),
        Scenario(StorageKind.Postgres, 64, run =>
        [
            new Verdict("end to end at 64 in flight", "≥ 6,000/s, p50 ≤ 12 ms, p99 ≤ 60 ms; aim 12,000/s",
                $"{Throughput(run)}, {Latency(run)}",
                run.DeliveriesPerSecond >= 6_000 && run.EndToEnd is { P50: <= 12, P99: <= 60 })
            {
                RatioToFloor = run.RatioToFloor,
            },
        ]),
        Scenario(StorageKind.Postgres, 16, run =>
        [
            new Verdict("end to end at 16 in flight", "≥ 2,500/s, p50 ≤ 6 ms; aim 7,500/s",
                $"{Throughput(run)}, {Latency(run)}", run.DeliveriesPerSecond >= 2_500 && run.EndToEnd.P50 <= 6)
            {
                RatioToFloor = run.RatioToFloor,
            },
        ]),
        Scenario(StorageKind.Postgres, 1, run => [OneAtATime(run)]),
        Scenario(StorageKind.Sqlite, 64, run =>
        [
            new Verdict("SQLite, 64 in flight", "≥ 5,000/s",
                $"{Throughput(run)}, {Latency(run)}", run.DeliveriesPerSecond >= 5_000)
            {
                RatioToFloor = run.RatioToFloor,
            },
        ]),
    ];

    // The plainest writer with one transaction in flight does nothing but commit, so its median is the time of a commit.
    private static Verdict OneAtATime(RunFigures run)
    {
        var commit = run.Floor?.Median.TotalMilliseconds ?? 0;
        var most = (3 * commit) + 3;
        return new Verdict("one at a time", "p50 end to end ≤ 3 commits of this disk + 3 ms",
            $"p50 {Figure.Ms(run.EndToEnd.P50)} (a commit: {Figure.Ms(commit)}, so {Figure.Ms(most)}){Figure.WithoutStops(run)}",
            run.EndToEnd.P50 <= most);
    }

    private ThroughputScenario Scenario(StorageKind storage, int inFlight, Func<RunFigures, IReadOnlyList<Verdict>> judge) =>
        new(load with { Storage = storage, InFlight = inFlight }, judge);

    private static string Throughput(RunFigures run) => Figure.Rate(run.DeliveriesPerSecond);

    private static string Latency(RunFigures run) =>
        $"p50 {Figure.Ms(run.EndToEnd.P50)}, p99 {Figure.Ms(run.EndToEnd.P99)}{Figure.WithoutStops(run)}";
}
