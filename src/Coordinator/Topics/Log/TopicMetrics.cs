using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Topics.Log;

internal static class TopicMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    public static readonly Counter<long> Appended =
        Meter.CreateCounter<long>("coordinator.queue.appended", "{entry}", "Entries that became durable");

    public static readonly Counter<long> Writes =
        Meter.CreateCounter<long>("coordinator.queue.writes", "{write}", "Writes of entries to the journal");

    public static readonly Counter<long> Repeated =
        Meter.CreateCounter<long>("coordinator.queue.repeated", "{entry}", "Entries of repeated appends that the log already had");

    public static readonly Counter<long> Dropped =
        Meter.CreateCounter<long>("coordinator.queue.dropped", "{append}", "Appends dropped because too many waited; senders repeat them");

    public static readonly Counter<long> LookUps =
        Meter.CreateCounter<long>("coordinator.queue.lookups", "{read}", "Journal searches for appends older than the ids in memory");

    public static readonly Counter<long> Deleted =
        Meter.CreateCounter<long>("coordinator.queue.deleted", "{entry}", "Entries deleted from the beginning of a queue");

    public static readonly Counter<long> Failures =
        Meter.CreateCounter<long>("coordinator.queue.failures", "{failure}", "Stops of a queue after a failure of its journal");

    public static readonly Counter<long> SkewedCommits =
        Meter.CreateCounter<long>("coordinator.queue.skewed", "{append}", "Appends whose commit time is ahead of this node's clock");

    public static readonly Counter<long> DeliveryFailures =
        Meter.CreateCounter<long>("coordinator.queue.delivery_failures", "{failure}", "Group deliveries that ended unexpectedly");

    public static readonly Counter<long> JournalReads =
        Meter.CreateCounter<long>("coordinator.queue.journal_reads", "{read}", "Pages read from the journal");
}
