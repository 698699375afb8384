using Coordinator.Bench.Running;

namespace Coordinator.Bench.Scenarios;

/// <summary>Plan of a long measurement in an open loop.</summary>
/// <param name="Load">Load of the open loop.</param>
/// <param name="Slices">Number of parts of equal length into which the run is cut.</param>
internal sealed record SoakPlan(RunPlan Load, int Slices = 10);
