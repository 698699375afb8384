namespace Coordinator.Storage.GroupCommit;

/// <summary>What one persistent actor writes at a time: all of its events or none.</summary>
internal sealed class JournalWrite(IReadOnlyList<StoredEvent> events)
{
    // Continuations run where the group commit completes them: they only tell actors.
    private readonly TaskCompletionSource _done = new();

    public IReadOnlyList<StoredEvent> Events => events;

    public Task Done => _done.Task;

    /// <summary>The events are durable. No effect once refused.</summary>
    public void Succeed() => _done.TrySetResult();

    /// <summary>One of the sequence numbers is taken: another copy of this actor is writing. Nothing of this write is stored.</summary>
    public void RefuseDuplicate() => _done.TrySetException(new DuplicateEventException(events[0].PersistenceId, events[0].SequenceNumber));

    /// <summary>Whether the events are stored is unknown. No effect once refused.</summary>
    public void Fail(Exception cause) => _done.TrySetException(cause);
}
