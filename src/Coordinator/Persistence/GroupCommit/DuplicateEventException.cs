namespace Coordinator.Persistence.GroupCommit;

/// <summary>Another copy of a persistent actor has written under the same sequence number: this copy is stale and must stop.</summary>
internal sealed class DuplicateEventException(string persistenceId, long sequenceNumber)
    : Exception($"Event {sequenceNumber} of '{persistenceId}' exists already: another copy of this entity wrote it.");
