namespace Coordinator.Bench.Targets;

/// <summary>A figure beside its target.</summary>
/// <param name="Figure">What is measured.</param>
/// <param name="Target">What it should be.</param>
/// <param name="Measured">What it is.</param>
/// <param name="Met">Whether that is good enough; null where there is no target.</param>
internal sealed record Verdict(string Figure, string Target, string Measured, bool? Met)
{
    /// <summary>To the plainest writer of the same rows, measured beside it.</summary>
    public double? RatioToFloor { get; init; }
}
