namespace Coordinator.Persistence.GroupCommit;

/// <summary>
/// Deletes the oldest events of a persistence id. First it makes the bound durable, and then the events go in batches. After a crash
/// between two steps all that is kept is read, nothing is numbered twice, and the same calls again delete the rest.
/// </summary>
/// <remarks>
/// It may run beside the writer of the id, and twice at the same time. Events below the bound are never written again, and the writer's
/// next event is above the bound. A stale copy of the writer is refused by the bound, as it was by the key of the events.
/// </remarks>
internal sealed class EventTrimmer(GroupCommitQueues journal)
{
    /// <summary>Events in a batch, few enough that other writes hardly wait.</summary>
    public const int Batch = 500;

    /// <summary>Raises the bound. Nothing is deleted yet, and nothing below the bound is read any more.</summary>
    /// <param name="persistenceId">Persistence id.</param>
    /// <param name="firstKept">First sequence number to keep. A lower one than before changes nothing.</param>
    /// <returns>Bounds that are in force.</returns>
    public async Task<EventBounds> RaiseAsync(string persistenceId, long firstKept)
    {
        await journal.WriteAsync(new BoundWrite(persistenceId, firstKept));
        return await journal.ReadBoundsAsync(persistenceId);
    }

    /// <summary>Deletes what is below the bound. Returns the number of events.</summary>
    /// <param name="persistenceId">Persistence id.</param>
    /// <param name="after">Sequence number up to which an earlier deletion has left nothing. Default: 0.</param>
    public async Task<long> DeleteAsync(string persistenceId, long after = 0)
    {
        var deleted = 0L;
        while (true)
        {
            var batch = new PrefixDelete(persistenceId, Batch) { After = after, Last = after };
            await journal.WriteAsync(batch);
            (deleted, after) = (deleted + batch.Deleted, batch.Last);
            if (batch.Deleted < Batch)
                return deleted;
        }
    }
}
