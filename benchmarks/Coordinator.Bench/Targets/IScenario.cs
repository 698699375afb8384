using Coordinator.Bench.Running;

namespace Coordinator.Bench.Targets;

/// <summary>Something that is measured against targets.</summary>
internal interface IScenario
{
    /// <summary>A few words, for progress and for errors.</summary>
    string Name { get; }

    Task<ScenarioResult> MeasureAsync(BenchSession bench, CancellationToken ct);
}
