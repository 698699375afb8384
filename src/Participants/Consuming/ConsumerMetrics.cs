using System.Diagnostics.Metrics;
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

    public static readonly Counter<long> Stuck =
        Meter.CreateCounter<long>(
            "coordinator.participant.handlers.stuck",
            description: "Handlers that still ran after their cancellation, by group");

    private static Meter Meter => ParticipantMeter.Instance;
}
