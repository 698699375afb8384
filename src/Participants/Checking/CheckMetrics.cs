using System.Diagnostics.Metrics;
using Coordinator.Participants.Common;

namespace Coordinator.Participants.Checking;

internal static class CheckMetrics
{
    public static readonly Counter<long> Answered = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.checks.answered",
        description: "Checks answered, by verdict");

    public static readonly Counter<long> Stuck = ParticipantMeter.Instance.CreateCounter<long>(
        "coordinator.participant.checks.stuck",
        description: "Checkers that still ran long after their cancellation");
}
