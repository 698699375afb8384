namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Raises the first sequence number that is kept of a persistence id, and records the next one. It never lowers either, and deletes nothing.
/// When it has ended, no event below <c>next</c> can be stored any more, not even by a write that began before it.
/// </summary>
/// <param name="persistenceId">Persistence id.</param>
/// <param name="firstKept">First sequence number to keep. Above the highest one plus 1 it means that number: nothing is kept.</param>
internal sealed class BoundWrite(string persistenceId, long firstKept) : AwaitedWrite
{
    public string PersistenceId => persistenceId;

    public long FirstKept => firstKept;
}
