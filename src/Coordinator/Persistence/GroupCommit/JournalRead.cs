namespace Coordinator.Persistence.GroupCommit;

/// <summary>A read of the journal table that can be grouped with others of its kind.</summary>
internal abstract class JournalRead(string persistenceId)
{
    public string PersistenceId => persistenceId;

    public abstract void Fail(Exception cause);
}

internal abstract class JournalRead<TAnswer>(string persistenceId) : JournalRead(persistenceId)
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TAnswer> Answer => _answer.Task;

    public void Succeed(TAnswer answer) => _answer.TrySetResult(answer);

    public override void Fail(Exception cause) => _answer.TrySetException(cause);
}

/// <summary>Reads which events of a persistence id there are.</summary>
internal sealed class BoundsRead(string persistenceId) : JournalRead<EventBounds>(persistenceId);

/// <summary>
/// Reads events of a persistence id between two sequence numbers, both included, in order. It returns at most <see cref="PageSize"
/// /> events.
/// </summary>
/// <param name="persistenceId">Persistence id.</param>
/// <param name="from">First sequence number.</param>
/// <param name="to">Last sequence number.</param>
/// <param name="maxBytes">Bytes after which no further event is returned. The first is always returned.</param>
internal sealed class EventsRead(string persistenceId, long from, long to, long maxBytes = long.MaxValue)
    : JournalRead<IReadOnlyList<StoredEvent>>(persistenceId)
{
    public const int PageSize = 1000;

    public long From => from;

    public long To => to;

    public long MaxBytes => maxBytes;
}
