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

    /// <summary>
    /// Sequence number up to which nothing is left. PostgreSQL would pass over the index entries of deleted rows again, of which there are millions
    /// until it cleans the table up. Default: 0.
    /// </summary>
    public long After { get; init; }

    /// <summary>Highest sequence number that is deleted, where the database tells it, or else <see cref="After" />.</summary>
    public long Last { get; set; }

    /// <summary>Number of events that are deleted, after the end of the write.</summary>
    public int Deleted { get; set; }
}
