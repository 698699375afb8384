namespace Coordinator.Harness.Histories;

/// <summary>Outcome of a local transaction at the moment at which a producer's database got it. It may have been deleted since.</summary>
/// <param name="Id">Transaction.</param>
/// <param name="Verdict">Committed or rolled back.</param>
public sealed record WrittenOutcome(string Id, Verdict Verdict);
