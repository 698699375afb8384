namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Deletes some events of a persistence id that are below its bound in the database, the oldest first. Without a bound it deletes nothing.
/// </summary>
/// <param name="persistenceId">Persistence id.</param>
/// <param name="most">Largest number of events to delete.</param>
internal sealed class PrefixDelete(string persistenceId, int most) : AwaitedWrite
{
    public string PersistenceId => persistenceId;

    public int Most => most;

    /// <summary>Number of events that are deleted, after the end of the write.</summary>
    public int Deleted { get; set; }
}
