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
            description: "Redeliveries of messages that were still in hand");

    public static readonly Counter<long> Dropped =
        Meter.CreateCounter<long>("coordinator.participant.deliveries.dropped", description: "Deliveries given back unstarted");

    public static readonly Counter<long> Settled =
        Meter.CreateCounter<long>("coordinator.participant.settled", description: "Deliveries settled, by how");

    public static readonly Counter<long> Absorbed =
        Meter.CreateCounter<long>(
            "coordinator.participant.inbox.absorbed",
            description: "Redeliveries whose effect was there already");

    public static readonly Counter<long> Stuck =
        Meter.CreateCounter<long>(
            "coordinator.participant.handlers.stuck",
            description: "Handlers that ran on after their cancellation, by group");

    private static Meter Meter => ParticipantMeter.Instance;
}
