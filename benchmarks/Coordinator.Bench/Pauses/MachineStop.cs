namespace Coordinator.Bench.Pauses;

/// <summary>Time during which a process that wanted to run could not, by the machine's monotonic clock.</summary>
internal readonly record struct MachineStop(long From, long Until);
