namespace Coordinator.Persistence.Schemas;

/// <summary>Event or snapshot with a schema and manifest of its own in the journal. It never leaves the coordinator.</summary>
internal interface IJournaled;
