using System.Diagnostics.Metrics;
using Coordinator.Common;

namespace Coordinator.Delivery.Common;

/// <summary>Counts deliveries and their results.</summary>
internal static class DeliveryMetrics
{
    private static readonly Meter Meter = CoordinatorMeter.Instance;

    public static readonly Counter<long> Acknowledged =
        Counter("acknowledged", "Deliveries acknowledged.");

    public static readonly Counter<long> Retried =
        Counter("retried", "Failed deliveries that are retried.");

    public static readonly Counter<long> LeasesEnded =
        Counter("leases_ended", "Deliveries whose lease ended before they were settled.");

    public static readonly Counter<long> Lost =
        Counter("sessions_lost", "Deliveries taken back because their session ended.");

    public static readonly Counter<long> Restored =
        Counter("restored", "Deliveries taken back whose consumer told afterwards that it still handles them.");

    public static readonly Counter<long> SettledLate =
        Counter("settled_late", "Settlements that came too late and had no effect.");

    public static readonly Counter<long> SettledByAnother =
        Counter("settled_by_another", "Settlements of deliveries that another member of the group got. They have no effect.");

    public static readonly Counter<long> SettledOfOtherLog =
        Counter("settled_of_other_log", "Settlements and renewals from before the coordinator was restored. They have no effect.");

    public static readonly UpDownCounter<long> BoundsHeld = Meter.CreateUpDownCounter<long>(
        "coordinator.delivery.bounds_held",
        description: "Groups and queues with so many dead letters of deleted messages that consumers cannot purge their inboxes further.");

    public static readonly Counter<long> Skipped =
        Counter("skipped", "Messages that a group passed over because no member asked for their tags.");

    public static readonly Counter<long> Missed =
        Counter("missed", "Messages that were deleted before a group had settled them.");

    public static readonly Counter<long> DeadLettered =
        Counter("dead_lettered", "Messages that were dead-lettered.");

    public static readonly Counter<long> DeadLettersHeld =
        Counter("dead_letters_held", "Dead letters that were not taken, because their group has as many as it may have. They are sent again.");

    public static readonly Counter<long> DeadLettersAcknowledged =
        Counter("dead_letters_acknowledged", "Dead letters removed because a consumer had handled the message after all.");

    public static readonly Counter<long> DeadLettersReplayed =
        Counter("dead_letters_replayed", "Dead letters delivered again.");

    public static readonly Counter<long> ProgressSaved =
        Counter("progress_saved", "Saves of a group's progress.");

    public static readonly Counter<long> ProgressFailed =
        Counter("progress_failed", "Saves of a group's progress that failed and are repeated.");

    private static readonly UpDownCounter<long> Blocked = Meter.CreateUpDownCounter<long>(
        "coordinator.delivery.blocked",
        description: "Causes that hold up messages of a group for some seconds: limit (delivery.maxPending), noRoom, key.");

    public static readonly Counter<long> BackOffs =
        Counter("rested", "Restarts of a group's delivery after a failure.");

    private static readonly Counter<long> Delivered =
        Counter("delivered", "Deliveries to consumers.");

    private static readonly Counter<long> Redelivered =
        Counter("redelivered", "Deliveries of messages that were delivered before.");

    /// <summary>Counts a cause that begins or ends to hold up messages.</summary>
    public static void Block(WaitCause cause, int by) =>
        Blocked.Add(by, new KeyValuePair<string, object?>("cause", WaitDescription.NameOf(cause)));

    public static void HandedOver(int attempt)
    {
        Delivered.Add(1);
        if (attempt > 1)
            Redelivered.Add(1);
    }

    private static Counter<long> Counter(string name, string description) =>
        Meter.CreateCounter<long>($"coordinator.delivery.{name}", description: description);
}
