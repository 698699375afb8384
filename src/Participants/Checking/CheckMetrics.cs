using System.Diagnostics.Metrics;

namespace Coordinator.Participants;

internal static class CheckMetrics
{
    public static readonly Counter<long> Answered = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.checks.answered",
        description: "Checks answered, by verdict");
}
