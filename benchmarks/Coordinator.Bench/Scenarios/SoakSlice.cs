namespace Coordinator.Bench.Scenarios;

/// <summary>A part of a long run.</summary>
/// <param name="Seconds">When it began, from the beginning of what is measured.</param>
/// <param name="Handled">Messages.</param>
/// <param name="P50">End to end, in milliseconds.</param>
/// <param name="P99">End to end, in milliseconds.</param>
/// <param name="Memory">Of the coordinator's process, at its end, in bytes.</param>
internal sealed record SoakSlice(double Seconds, long Handled, double P50, double P99, long Memory);
