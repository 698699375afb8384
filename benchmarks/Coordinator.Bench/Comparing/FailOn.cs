namespace Coordinator.Bench.Comparing;

/// <summary>Verdict that makes <c>compare</c> exit with 1.</summary>
internal enum FailOn
{
    Nothing,
    Worse,
}
