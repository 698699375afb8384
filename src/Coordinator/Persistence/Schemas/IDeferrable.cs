namespace Coordinator.Persistence.Schemas;

/// <summary>Event whose write nobody waits for. It may wait for the commit of another write.</summary>
internal interface IDeferrable;
