using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>Reads the log of a queue from the journal.</summary>
internal interface IQueueLogReader
{
    /// <summary>Largest number of entries that one read returns.</summary>
    const int MaxPage = 500;

    /// <summary>Bytes after which a page has no further entry.</summary>
    const long MaxPageBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Reads the entries from one offset to another, both included, without gaps. It returns fewer when the log ends earlier or
    /// when there are more than <see cref="MaxPage" />. The first one is later than asked only because those before it are deleted.
    /// </summary>
    /// <exception cref="InvalidOperationException">An offset is missing that is not deleted.</exception>
    Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken);

    /// <summary>
    /// Reads entries as <see cref="ReadAsync" /> does, and returns fewer also when they have more than <see cref="MaxPageBytes" />. For readers that ask
    /// for the next page.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="from">First offset.</param>
    /// <param name="to">Last offset.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<QueueEntry>> ReadPageAsync(QueueId queue, long from, long to, CancellationToken cancellationToken) =>
        ReadAsync(queue, from, to, cancellationToken);

    /// <summary>Reads the first offset that is kept, and the last offset of the log.</summary>
    Task<EventBounds> BoundsAsync(QueueId queue, CancellationToken cancellationToken);

    /// <summary>Finds the copy that a group keeps of an entry; <c>null</c> when it keeps none.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="group">The group.</param>
    /// <param name="offset">Offset of the entry.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<QueueEntry?> FindCopyAsync(QueueId queue, ConsumerGroup group, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Returns true when the journal has a transaction as committed, and does not yet know that all its queues have its messages.
    /// </summary>
    Task<bool> AwaitsAppendAsync(TransactionId transaction, CancellationToken cancellationToken);
}
