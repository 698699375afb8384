using System.Diagnostics.Metrics;

namespace Coordinator.Delivery;

/// <summary>What delivery counts.</summary>
internal static class DeliveryMetrics
{
    private static readonly Meter Meter = new("Coordinator");

    public static readonly Counter<long> Acknowledged =
        Meter.CreateCounter<long>("coordinator.delivery.acknowledged", description: "Deliveries acknowledged.");

    public static readonly Counter<long> Retried =
        Meter.CreateCounter<long>("coordinator.delivery.retried", description: "Failed deliveries that will be tried again.");

    public static readonly Counter<long> LeasesEnded =
        Meter.CreateCounter<long>("coordinator.delivery.leases_ended", description: "Deliveries that nobody settled in time.");

    public static readonly Counter<long> Lost =
        Meter.CreateCounter<long>("coordinator.delivery.sessions_lost", description: "Deliveries taken back because their session was gone.");

    public static readonly Counter<long> SettledLate =
        Meter.CreateCounter<long>("coordinator.delivery.settled_late", description: "Settlements that came too late to matter.");

    public static readonly Counter<long> DeadLettered =
        Meter.CreateCounter<long>("coordinator.delivery.dead_lettered", description: "Messages that became dead letters.");

    public static readonly Counter<long> DeadLettersReplayed =
        Meter.CreateCounter<long>("coordinator.delivery.dead_letters_replayed", description: "Dead letters delivered again.");

    public static readonly Counter<long> ProgressSaved =
        Meter.CreateCounter<long>("coordinator.delivery.progress_saved", description: "Saves of a group's progress.");

    public static readonly Counter<long> ProgressFailed =
        Meter.CreateCounter<long>("coordinator.delivery.progress_failed", description: "Saves of a group's progress that failed and are repeated.");

    public static readonly Counter<long> Rested = Meter.CreateCounter<long>(
        "coordinator.delivery.rested", description: "Times that a group's delivery to a queue failed and started anew later.");

    private static readonly Counter<long> Delivered =
        Meter.CreateCounter<long>("coordinator.delivery.delivered", description: "Hand-overs to consumers.");

    private static readonly Counter<long> Redelivered =
        Meter.CreateCounter<long>("coordinator.delivery.redelivered", description: "Hand-overs of messages that were handed over before.");

    public static void HandedOver(int attempt)
    {
        Delivered.Add(1);
        if (attempt > 1)
            Redelivered.Add(1);
    }
}
