using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>The log of a queue as it is in the journal.</summary>
internal interface IQueueLogReader
{
    /// <summary>The most entries that one read returns.</summary>
    const int MaxPage = 500;

    /// <summary>
    /// The entries from one offset up to another, both included: dense, fewer when the log ends before or when
    /// there are more than <see cref="MaxPage" />.
    /// </summary>
    /// <exception cref="InvalidOperationException">An offset is missing.</exception>
    Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken);
}
