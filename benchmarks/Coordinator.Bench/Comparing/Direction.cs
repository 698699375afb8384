namespace Coordinator.Bench.Comparing;

/// <summary>Direction in which a figure improves.</summary>
internal enum Direction
{
    LowerIsBetter,
    HigherIsBetter,
}
