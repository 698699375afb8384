namespace Coordinator.Persistence.GroupCommit;

/// <summary>The sequence number is taken: another copy of the persistent actor wrote it. This copy is stale and must stop.</summary>
internal sealed class DuplicateEventException(string persistenceId, long sequenceNumber)
    : Exception($"Event {sequenceNumber} of '{persistenceId}' already exists: another copy of this entity wrote it.");
