namespace Coordinator.Retention;

/// <summary>Deletes one kind of data that is past its retention, in small batches. Used by one component of the cluster at a time.</summary>
internal interface IRetentionWork
{
    /// <summary>Kind of the data in one word, as in the view and in the metrics, for example <c>transactions</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Deletes the next batch. A bound that the deletion relies on is durable first. Whatever step a crash ends it at, the next call goes on.
    /// </summary>
    /// <param name="mostRows">Most rows to delete.</param>
    /// <param name="ct">Ends the wait, not a statement that has begun.</param>
    Task<RetentionBatch> DeleteAsync(int mostRows, CancellationToken ct);
}
