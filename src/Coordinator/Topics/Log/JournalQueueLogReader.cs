using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Topics.Log;

/// <summary>
/// Reads logs through the journal's own queue of reads. Akka.Persistence.Sql's read journal is not used: once started, it counts
/// all rows again and again, for queries by tag that the coordinator never makes.
/// </summary>
internal sealed class JournalQueueLogReader(GroupCommitQueues journal, StoredEventMapping mapping) : IQueueLogReader
{
    /// <summary>Returns the reader of an actor system's journal.</summary>
    public static JournalQueueLogReader Of(ActorSystem system) =>
        new(GroupCommitQueues.Of(system), new StoredEventMapping(system.Serialization, system.Scheduler));

    public Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken) =>
        ReadAsync(queue, from, to, long.MaxValue, cancellationToken);

    public Task<IReadOnlyList<QueueEntry>> ReadPageAsync(QueueId queue, long from, long to, CancellationToken cancellationToken) =>
        ReadAsync(queue, from, to, IQueueLogReader.MaxPageBytes, cancellationToken);

    private async Task<IReadOnlyList<QueueEntry>> ReadAsync(
        QueueId queue, long from, long to, long maxBytes, CancellationToken cancellationToken)
    {
        var last = Math.Min(to, from + IQueueLogReader.MaxPage - 1);
        if (last < from)
            return [];
        var entries = new List<QueueEntry>((int)(last - from + 1));
        var persistenceId = QueueName.PersistenceId(queue);
        var bytes = 0L;
        while (from <= last && bytes < maxBytes)
        {
            TopicMetrics.JournalReads.Add(1);
            var stored = await journal.ReadEventsAsync(persistenceId, from, last, maxBytes - bytes).WaitAsync(cancellationToken);
            if (stored.Count == 0 || stored[0].SequenceNumber > from)
            {
                // Only the bound tells a deletion from a loss. It is read after the entries, so it covers what was deleted meanwhile.
                var bounds = await BoundsAsync(queue, cancellationToken);
                if (entries.Count == 0 && bounds.FirstKept > from)
                {
                    from = bounds.FirstKept;
                    continue;
                }

                if (stored.Count == 0 && from > bounds.Highest)
                    break;
                throw new InvalidOperationException(
                    $"Offset {from} is missing in the log of {queue}, which has {bounds.FirstKept} to {bounds.Highest}.");
            }

            foreach (var row in stored)
            {
                entries.Add(Entry(queue, row, from++));
                bytes += row.Message.Length;
            }
        }

        return entries;
    }

    public Task<EventBounds> BoundsAsync(QueueId queue, CancellationToken cancellationToken) =>
        journal.ReadBoundsAsync(QueueName.PersistenceId(queue)).WaitAsync(cancellationToken);

    public async Task<QueueEntry?> FindCopyAsync(QueueId queue, ConsumerGroup group, long offset, CancellationToken cancellationToken)
    {
        var stored = await journal.ReadEventsAsync(QueueName.PersistenceId(queue, group, offset), 1, 1).WaitAsync(cancellationToken);
        return stored is [var copy] ? ((EntryCopied)mapping.ToRepresentation(copy).Payload).At(offset) : null;
    }

    public async Task<bool> AwaitsAppendAsync(TransactionId transaction, CancellationToken cancellationToken)
    {
        var persistenceId = QueueName.PersistenceId(transaction);
        var from = 1L;
        while (true)
        {
            var stored = await journal.ReadEventsAsync(persistenceId, from, long.MaxValue).WaitAsync(cancellationToken);
            if (stored.Any(row => mapping.ToRepresentation(row).Payload is IEndOfAppends))
                return false;
            if (stored.Count < EventsRead.PageSize)
                return from > 1 || stored.Count > 0;
            from = stored[^1].SequenceNumber + 1;
        }
    }

    private QueueEntry Entry(QueueId queue, in StoredEvent stored, long offset) =>
        stored.SequenceNumber == offset
            ? ((EntryAppended)mapping.ToRepresentation(stored).Payload).At(offset)
            : throw new InvalidOperationException(
                $"Offset {offset} is missing in the log of {queue}; the next offset is {stored.SequenceNumber}.");
}
