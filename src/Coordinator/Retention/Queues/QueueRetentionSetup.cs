using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>Creates the retention of queues on an actor system.</summary>
internal static class QueueRetentionSetup
{
    /// <param name="options">Validated options.</param>
    /// <param name="journal">Database of the journal, with its schema installed.</param>
    /// <param name="system">Actor system of the node.</param>
    /// <param name="registry">Registry with the regions of queues and dead letters, which are looked up when they are needed.</param>
    /// <param name="known">Transactions that are final for certain.</param>
    public static QueueRetention Create(
        QueueRetentionOptions options, Database journal, ActorSystem system, IReadOnlyActorRegistry registry, KnownFinal known) =>
        Create(options, journal, system, known, () => registry.Get<QueueRegion>(), () => registry.Get<DeadLetterRegion>());

    /// <param name="options">Validated options.</param>
    /// <param name="journal">Database of the journal.</param>
    /// <param name="system">Actor system of the node.</param>
    /// <param name="known">Transactions that are final for certain.</param>
    /// <param name="queues">Returns the region of queues.</param>
    /// <param name="deadLetters">Returns the region of dead letters.</param>
    public static QueueRetention Create(
        QueueRetentionOptions options, Database journal, ActorSystem system, KnownFinal known, Func<IActorRef> queues, Func<IActorRef> deadLetters)
    {
        var (reader, progress, entries) = (JournalQueueLogReader.Of(system), SavedProgressReader.Of(system), new StoredEntries(journal, known));
        var copies = new LetterCopies(GroupCommitQueues.Of(system), reader, JournalQueueLogWriter.Of(system), deadLetters);
        var topics = JournalTopicReader.Of(system);
        var (needs, scheduled) = (new GroupNeeds(progress, queues), new ScheduledEntries(progress, reader, topics, queues));
        var purge = new QueuePurge(options, system.Scheduler, reader, topics, entries, needs, copies, scheduled, queues);
        var log = Logging.GetLogger(system, nameof(QueueRetention));
        var held = new HeldQueues(log);
        var unused = new UnusedCopies(entries, progress, topics, queues, deadLetters);
        return new QueueRetention(options, new SqlTopicList(journal), topics, entries, purge, unused, GroupCommitQueues.Of(system), held, log);
    }
}
