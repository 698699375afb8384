namespace Coordinator.Persistence.GroupCommit;

/// <summary>Events that one persistent actor writes together: all of them or none.</summary>
/// <param name="events">Events, at least one.</param>
/// <param name="ended">Called once with the result: <c>null</c> when the write is durable, otherwise the error.</param>
internal sealed class JournalWrite(IReadOnlyList<StoredEvent> events, Action<JournalWrite, Exception?>? ended = null) : StoreWrite
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _completion;
    private bool _hasEnded;

    /// <summary>True when the write may wait for the commit of another one.</summary>
    public bool IsDeferrable { get; init; }

    public string PersistenceId => events[0].PersistenceId;

    public IReadOnlyList<StoredEvent> Events => events;

    /// <summary>
    /// Task that completes when the write has ended, successfully or not. It is created on demand, because it is rarely used.
    /// </summary>
    public Task Over
    {
        get
        {
            lock (_gate)
                return _hasEnded ? Task.CompletedTask : (_completion ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>
    /// Refuses the write, because another copy of this actor took one of its sequence numbers. Nothing of the write is stored.
    /// </summary>
    public void RefuseDuplicate() => Fail(new DuplicateEventException(PersistenceId, events[0].SequenceNumber));

    protected override void OnEnded(Exception? cause)
    {
        ended?.Invoke(this, cause);
        lock (_gate)
        {
            _hasEnded = true;
            _completion?.SetResult();
        }
    }
}
