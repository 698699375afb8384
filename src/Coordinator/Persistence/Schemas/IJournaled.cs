namespace Coordinator.Persistence.Schemas;

/// <summary>An event or a snapshot: it enters the journal, by its own schema and manifest, and never leaves the coordinator.</summary>
internal interface IJournaled;
