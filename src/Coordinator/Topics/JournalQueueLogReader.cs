using Akka.Actor;
using Akka.Persistence.Query;
using Akka.Persistence.Sql.Query;
using Akka.Streams;
using Akka.Streams.Dsl;
using Coordinator.Contracts;

namespace Coordinator.Topics;

/// <summary>Reads logs page by page through the journal's own query for one persistence id, which has no gaps.</summary>
internal sealed class JournalQueueLogReader(ICurrentEventsByPersistenceIdQuery journal, IMaterializer materializer) : IQueueLogReader
{
    /// <summary>The reader of an actor system's journal.</summary>
    public static JournalQueueLogReader Of(ActorSystem system) =>
        new(system.ReadJournalFor<SqlReadJournal>(SqlReadJournal.Identifier), system.Materializer());

    public async Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId queue, long from, long to, CancellationToken cancellationToken)
    {
        if (to < from)
            return [];
        TopicMetrics.JournalReads.Add(1);
        var events = journal.CurrentEventsByPersistenceId(
            QueueName.PersistenceId(queue), from, Math.Min(to, from + IQueueLogReader.MaxPage - 1));
        var page = await events.RunWith(Sink.Seq<EventEnvelope>(), materializer).WaitAsync(cancellationToken);
        var entries = new QueueEntry[page.Count];
        var offset = from;
        foreach (var envelope in page)
        {
            if (envelope.SequenceNr != offset)
                throw new InvalidOperationException($"The log of {queue} has no offset {offset}; the next one is {envelope.SequenceNr}.");
            entries[offset - from] = ((EntryAppended)envelope.Event).At(offset);
            offset++;
        }

        return entries;
    }
}
