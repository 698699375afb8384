namespace Coordinator.Harness.Histories;

/// <summary>A row that a message left in the database of a consumer group.</summary>
public sealed record Effect(string Group, string Message);
