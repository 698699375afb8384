using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;

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

    public async Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken)
    {
        var last = Math.Min(to, from + IQueueLogReader.MaxPage - 1);
        if (last < from)
            return [];
        var entries = new List<QueueEntry>((int)(last - from + 1));
        var persistenceId = QueueName.PersistenceId(queue);
        while (from <= last)
        {
            TopicMetrics.JournalReads.Add(1);
            var stored = await journal.ReadEventsAsync(persistenceId, from, last).WaitAsync(cancellationToken);
            if (stored.Count == 0)
                break;
            foreach (var row in stored)
                entries.Add(Entry(queue, row, from++));
        }

        return entries;
    }

    private QueueEntry Entry(QueueId queue, in StoredEvent stored, long offset) =>
        stored.SequenceNumber == offset
            ? ((EntryAppended)mapping.ToRepresentation(stored).Payload).At(offset)
            : throw new InvalidOperationException(
                $"Offset {offset} is missing in the log of {queue}; the next offset is {stored.SequenceNumber}.");
}
