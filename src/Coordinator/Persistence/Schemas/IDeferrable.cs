namespace Coordinator.Persistence.Schemas;

/// <summary>An event that nobody waits for until it is durable: it may go along with others, a little later.</summary>
internal interface IDeferrable;
