namespace Coordinator.Bench.Soaking;

/// <summary>Disturbance that happened.</summary>
/// <param name="Kind">Kind of the disturbance.</param>
/// <param name="From">Time at which it began, by the machine's monotonic clock.</param>
/// <param name="Until">Time at which the killed process was ready again, or the rewind was answered.</param>
/// <param name="Offsets">Number of messages that a rewind went back.</param>
internal sealed record Disturbance(DisturbanceKind Kind, long From, long Until, long Offsets = 0);
