using System.Diagnostics.Metrics;
using System.Text.Json;
using Coordinator.Common;

namespace Coordinator.Retention.Queues;

/// <summary>Counts what retention does with queues.</summary>
internal static class QueueRetentionMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    public static readonly Counter<long> Copied = Meter.CreateCounter<long>(
        "coordinator.retention.letters_copied", "{message}", "Messages of dead letters that were copied before their entries are deleted");

    public static readonly Counter<long> Unread = Meter.CreateCounter<long>(
        "coordinator.retention.unread", "{message}", "Messages that were deleted before a group had settled them, once for each group");

    private static readonly UpDownCounter<long> Held = Meter.CreateUpDownCounter<long>(
        "coordinator.retention.queues_held",
        "{queue}",
        "Queues that keep entries past their retention, by cause: group, transaction, schedule, deadLetter, unknown");

    /// <summary>Counts a queue that begins or ends to be held.</summary>
    public static void Hold(HoldCause cause, int by) =>
        Held.Add(by, new KeyValuePair<string, object?>("cause", JsonNamingPolicy.CamelCase.ConvertName(cause.ToString())));
}
