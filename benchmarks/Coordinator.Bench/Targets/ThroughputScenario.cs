using Coordinator.Bench.Reporting;
using Coordinator.Bench.Running;

namespace Coordinator.Bench.Targets;

/// <summary>Scenario that judges the throughput and latency of one run.</summary>
internal sealed class ThroughputScenario(RunPlan plan, Func<RunFigures, IReadOnlyList<Verdict>> judge) : IScenario
{
    public string Name => plan.Title;

    public async Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct)
    {
        var run = await Run.MeasureAsync(bench, plan, ct);
        return new ScenarioResult(judge(run), run.IsSound, run);
    }
}
