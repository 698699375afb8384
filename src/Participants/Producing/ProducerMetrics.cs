using System.Diagnostics.Metrics;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Producing;

internal static class ProducerMetrics
{
    private static readonly Counter<long> Sends = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.sends",
        description: "Transactional sends that ended, by result");

    public static void Count(string how) => Sends.Add(1, new KeyValuePair<string, object?>("how", how));
}
