using Akka;
using Akka.Actor;
using Akka.Persistence.Query;
using Akka.Streams.Dsl;
using Coordinator.Testing;

namespace Coordinator.Tests.Transactions;

/// <summary>The read side of a system's <see cref="FaultyJournal" />.</summary>
internal sealed class FaultyJournalReader(ActorSystem system) : ICurrentEventsByPersistenceIdQuery
{
    public Source<EventEnvelope, NotUsed> CurrentEventsByPersistenceId(string persistenceId, long fromSequenceNr, long toSequenceNr) =>
        Source.From(JournalFaults.Of(system).Written.Where(write => write.PersistenceId == persistenceId).Select(write =>
            new EventEnvelope(Offset.NoOffset(), write.PersistenceId, write.SequenceNr, write.Event, 0, [])));
}
