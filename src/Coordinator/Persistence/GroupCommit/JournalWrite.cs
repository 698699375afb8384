namespace Coordinator.Persistence.GroupCommit;

/// <summary>The events that one persistent actor writes at a time: all of them or none.</summary>
/// <param name="events">At least one.</param>
/// <param name="ended">Told once how it ended: null when it is durable.</param>
internal sealed class JournalWrite(IReadOnlyList<StoredEvent> events, Action<JournalWrite, Exception?>? ended = null) : StoreWrite
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _awaited;
    private bool _isOver;

    /// <summary>Nobody waits for it: it may go along with others.</summary>
    public bool IsDeferrable { get; init; }

    public string PersistenceId => events[0].PersistenceId;

    public IReadOnlyList<StoredEvent> Events => events;

    /// <summary>Completes when it has ended, however that was. Hardly anyone asks, so nothing is made ready for it.</summary>
    public Task Over
    {
        get
        {
            lock (_gate)
                return _isOver ? Task.CompletedTask : (_awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>One of the sequence numbers is taken: another copy of this actor is writing. Nothing of this write is stored.</summary>
    public void RefuseDuplicate() => Fail(new DuplicateEventException(PersistenceId, events[0].SequenceNumber));

    protected override void OnEnded(Exception? cause)
    {
        ended?.Invoke(this, cause);
        lock (_gate)
        {
            _isOver = true;
            _awaited?.SetResult();
        }
    }
}
