namespace Coordinator.Harness.Histories;

/// <summary>Business change under a key, as its producer's database has it.</summary>
/// <param name="Key">Business key.</param>
/// <param name="Id">Transaction that made the change.</param>
public sealed record KeyedChange(string Key, string Id);
