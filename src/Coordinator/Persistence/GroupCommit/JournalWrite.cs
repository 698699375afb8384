namespace Coordinator.Persistence.GroupCommit;

/// <summary>Events that one persistent actor writes together: all of them or none.</summary>
/// <param name="events">Events, at least one.</param>
/// <param name="ended">Called once with the result: <c>null</c> when the write is durable, otherwise the error.</param>
internal sealed class JournalWrite(IReadOnlyList<StoredEvent> events, Action<Exception?>? ended = null) : EventWrite
{
    public override string PersistenceId => events[0].PersistenceId;

    public override IReadOnlyList<StoredEvent> Events => events;

    protected override void Tell(Exception? cause) => ended?.Invoke(cause);
}
