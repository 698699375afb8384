using System.Diagnostics.Metrics;
using Coordinator.Contracts;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Consuming;

internal static class ConsumerMetrics
{
    public static readonly Counter<long> Delivered =
        Meter.CreateCounter<long>("coordinator.participant.deliveries", description: "Deliveries that arrived");

    public static readonly Counter<long> Joined =
        Meter.CreateCounter<long>(
            "coordinator.participant.deliveries.joined",
            description: "Redeliveries of messages that this process still had");

    public static readonly Counter<long> Dropped =
        Meter.CreateCounter<long>("coordinator.participant.deliveries.dropped", description: "Deliveries that were given back before they started");

    public static readonly Counter<long> HandedBack =
        Meter.CreateCounter<long>(
            "coordinator.participant.deliveries.handed_back",
            description: "Deliveries that were handed back because their lease ended before a handler was free");

    public static readonly Counter<long> Settled =
        Meter.CreateCounter<long>("coordinator.participant.settled", description: "Deliveries settled, by kind");

    public static readonly Counter<long> Absorbed =
        Meter.CreateCounter<long>(
            "coordinator.participant.inbox.absorbed",
            description: "Redeliveries whose effect existed already");

    public static readonly Counter<long> Ignored =
        Meter.CreateCounter<long>(
            "coordinator.participant.messages.ignored",
            description: "Messages of types without a handler that were acknowledged, by group");

    public static readonly Counter<long> InboxPurged =
        Meter.CreateCounter<long>(
            "coordinator.participant.inbox.purged",
            description: "Inbox rows of messages that never come again, deleted from the service's database, by group");

    public static readonly UpDownCounter<long> InboxExcepted =
        Meter.CreateUpDownCounter<long>(
            "coordinator.participant.inbox.excepted",
            description: "Messages below the bounds of the inbox that may still come, such as dead letters, by group");

    public static readonly Counter<long> Stuck =
        Meter.CreateCounter<long>(
            "coordinator.participant.handlers.stuck",
            description: "Handlers that still ran after their cancellation, by group");

    /// <summary>Tag that names a group.</summary>
    public static KeyValuePair<string, object?> Of(ConsumerGroup group) => new("group", group.Value);

    private static Meter Meter => ParticipantMeter.Instance;
}
