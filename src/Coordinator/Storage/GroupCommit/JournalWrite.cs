namespace Coordinator.Storage.GroupCommit;

/// <summary>The events that one persistent actor writes at a time: all of them or none.</summary>
internal sealed class JournalWrite(IReadOnlyList<StoredEvent> events) : StoreWrite
{
    public IReadOnlyList<StoredEvent> Events => events;

    /// <summary>One of the sequence numbers is taken: another copy of this actor is writing. Nothing of this write is stored.</summary>
    public void RefuseDuplicate() => Fail(new DuplicateEventException(events[0].PersistenceId, events[0].SequenceNumber));
}
