using Coordinator.Contracts;

namespace Coordinator.Topics.Log;

/// <summary>Reads the log of a queue from the journal.</summary>
internal interface IQueueLogReader
{
    /// <summary>Largest number of entries that one read returns.</summary>
    const int MaxPage = 500;

    /// <summary>
    /// Reads the entries from one offset to another, both included, without gaps. It returns fewer when the log ends earlier or
    /// when there are more than <see cref="MaxPage" />.
    /// </summary>
    /// <exception cref="InvalidOperationException">An offset is missing.</exception>
    Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken);
}
