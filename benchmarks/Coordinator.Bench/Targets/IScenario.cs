using Coordinator.Bench.Running;

namespace Coordinator.Bench.Targets;

/// <summary>Scenario that is measured against targets.</summary>
internal interface IScenario
{
    /// <summary>Gets a short name for progress and errors.</summary>
    string Name { get; }

    Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct);
}
