using System.Collections.Concurrent;

namespace Coordinator.Persistence.GroupCommit;

/// <summary>Events that one entity writes together.</summary>
internal abstract class EventWrite : StoreWrite
{
    private readonly Lock _gate = new();
    private ConcurrentDictionary<string, EventWrite>? _underWay;
    private TaskCompletionSource? _completion;
    private bool _hasEnded;

    /// <summary>Persistence id of the entity that writes.</summary>
    public abstract string PersistenceId { get; }

    /// <summary>All rows of the write, at least one.</summary>
    public abstract IReadOnlyList<StoredEvent> Events { get; }

    public override long Bytes
    {
        get
        {
            var bytes = 0L;
            for (var row = 0; row < Events.Count; row++)
                bytes += Events[row].Message.Length;
            return bytes;
        }
    }

    /// <summary>True when the write may wait for the commit of another one.</summary>
    public bool IsDeferrable { get; init; }

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
    /// Refuses the write, because another copy of this entity took one of its sequence numbers. Nothing of the write is stored.
    /// </summary>
    public void RefuseDuplicate() => Fail(new DuplicateEventException(PersistenceId, Events[0].SequenceNumber));

    /// <summary>Lists the write as the last one of its persistence id, until it ends.</summary>
    public void ListIn(ConcurrentDictionary<string, EventWrite> underWay)
    {
        _underWay = underWay;
        underWay[PersistenceId] = this;
    }

    /// <inheritdoc cref="StoreWrite.OnEnded" />
    protected abstract void Tell(Exception? cause);

    protected sealed override void OnEnded(Exception? cause)
    {
        _underWay?.TryRemove(KeyValuePair.Create(PersistenceId, this));
        Tell(cause);
        lock (_gate)
        {
            _hasEnded = true;
            _completion?.SetResult();
        }
    }
}
