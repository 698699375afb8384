namespace Coordinator.Bench.Measuring;

/// <summary>Start and end of one measured operation, by the machine's monotonic clock.</summary>
internal readonly record struct Sample(long From, long Until);
