using System.Diagnostics.Metrics;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Producing;

internal static class ProducerMetrics
{
    public static readonly Counter<long> OutcomesPurged = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.outcomes.purged",
        description: "Outcomes of final transactions that were deleted from the service's database");

    private static readonly Counter<long> Sends = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.sends",
        description: "Transactional sends that ended, by result");

    public static void Count(string how) => Sends.Add(1, new KeyValuePair<string, object?>("how", how));
}
