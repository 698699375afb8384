using Coordinator.Bench.Running;

namespace Coordinator.Bench.Scenarios;

/// <summary>How a long open loop is measured.</summary>
/// <param name="Load">The open loop.</param>
/// <param name="Slices">Into how many parts of the same length it is cut.</param>
internal sealed record SoakPlan(RunPlan Load, int Slices = 10);
