using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Akka.Hosting;
using Coordinator.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Progress;
using Coordinator.Persistence;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Recovery;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;
using Coordinator.Transactions;

namespace Coordinator.Retention.Removals;

/// <summary>Creates what carries removals out, on an actor system.</summary>
internal static class RemovalSetup
{
    /// <summary>
    /// Cluster role of the nodes that know removed groups. Nothing is removed beside a node without it, because that node would let consumers of a
    /// removed group go on where the group was.
    /// </summary>
    public const string Role = "knows-removals";

    /// <param name="options">Validated options.</param>
    /// <param name="times">Times to wait.</param>
    /// <param name="database">Database of the journal.</param>
    /// <param name="system">Actor system of the node.</param>
    /// <param name="registry">Registry with the regions, which are looked up when they are needed.</param>
    public static IEnumerable<IRetentionWork> Create(
        RetentionOptions options, RemovalTimes times, Database database, ActorSystem system, IReadOnlyActorRegistry registry)
    {
        var regions = new RemovalRegions(() => registry.Get<TopicRegion>(), () => registry.Get<QueueRegion>(), () => registry.Get<DeadLetterRegion>());
        string? FindObstacle() => Obstacle(Cluster.Get(system).State);
        return [Create(times, database, system, regions, FindObstacle), CreateIdle(options, database, system, regions, () => system.Scheduler.Now, FindObstacle)];
    }

    /// <param name="times">Times to wait.</param>
    /// <param name="database">Database of the journal.</param>
    /// <param name="system">Actor system of the node.</param>
    /// <param name="regions">Regions of the entities.</param>
    /// <param name="obstacle">Returns the reason why nothing may be removed now; <c>null</c> when there is none.</param>
    public static RemovalRetention Create(
        RemovalTimes times, Database database, ActorSystem system, RemovalRegions regions, Func<string?> obstacle)
    {
        var (journal, reader, log) = (GroupCommitQueues.Of(system), JournalTopicReader.Of(system), Logging.GetLogger(system, nameof(RemovalRetention)));
        var seen = new SeenGroups(SavedProgressReader.Of(system));
        var decision = new RemovalDecision(times, reader, seen, Senders(database, system), regions.Topics, regions.Queues, () => system.Scheduler.Now);
        var data = new RemovedData(journal, new StoredProgress(database), regions.Topics, regions.Queues, regions.DeadLetters);
        var late = new LateMessages(journal, regions.Topics, log);
        return new RemovalRetention(
            new SqlTopicList(database), reader, decision, data, late, times, () => system.Scheduler.Now, obstacle, log);
    }

    /// <param name="options">Validated options.</param>
    /// <param name="database">Database of the journal.</param>
    /// <param name="system">Actor system of the node.</param>
    /// <param name="regions">Regions of the entities.</param>
    /// <param name="now">Returns the time.</param>
    /// <param name="obstacle">Returns the reason why nothing may be removed now; <c>null</c> when there is none.</param>
    public static IdleGroups CreateIdle(
        RetentionOptions options, Database database, ActorSystem system, RemovalRegions regions, Func<DateTimeOffset> now, Func<string?> obstacle) => new(
        options,
        new SqlTopicList(database),
        JournalTopicReader.Of(system),
        new SeenGroups(SavedProgressReader.Of(system)),
        regions,
        GroupCommitQueues.Of(system),
        now,
        obstacle,
        Logging.GetLogger(system, nameof(IdleGroups)));

    public static TopicSenders Senders(Database database, ActorSystem system) =>
        new(new OpenTransactionIndex(database), JournalTransactionHistory.Of(system));

    /// <summary>Reason why nothing may be removed in this cluster; <c>null</c> when there is none.</summary>
    public static string? Obstacle(ClusterEvent.CurrentClusterState cluster) =>
        cluster.Members.FirstOrDefault(member => member.HasRole(ShardSettings.Role) && !member.HasRole(Role)) is { } other
            ? $"node {other.Address} is of an earlier release, or uses the stock journal (journal = Stock), and does not know removed groups."
            : null;
}
