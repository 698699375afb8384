namespace Coordinator.Bench.Comparing;

/// <summary>Variant that a run measures.</summary>
internal enum Variant
{
    A,
    B,
}
