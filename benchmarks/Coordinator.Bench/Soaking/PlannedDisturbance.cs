namespace Coordinator.Bench.Soaking;

/// <summary>Disturbance that is due at a fixed time.</summary>
/// <param name="At">Time from the beginning of the load.</param>
/// <param name="Kind">Kind of the disturbance.</param>
/// <param name="Group">Number of the consumer group that it meets.</param>
/// <param name="Queue">Queue of a rewind.</param>
/// <param name="Offsets">Number of messages that a rewind goes back.</param>
internal sealed record PlannedDisturbance(TimeSpan At, DisturbanceKind Kind, int Group, int Queue, int Offsets);
