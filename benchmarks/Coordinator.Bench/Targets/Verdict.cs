namespace Coordinator.Bench.Targets;

/// <summary>Figure beside its target.</summary>
/// <param name="Figure">Name of the figure.</param>
/// <param name="Target">Target of the figure.</param>
/// <param name="Measured">Measured value.</param>
/// <param name="Met">Whether the target is met; <c>null</c> when there is none.</param>
internal sealed record Verdict(string Figure, string Target, string Measured, bool? Met)
{
    /// <summary>Gets the ratio to the plainest writer of the same rows, measured in the same run.</summary>
    public double? RatioToFloor { get; init; }
}
