using System.Diagnostics.Metrics;

namespace Coordinator.Participants.Common;

/// <summary>The meter of all that a participant counts.</summary>
internal static class ParticipantMeter
{
    public const string Name = "Coordinator.Participants";

    public static Meter Instance { get; } = new(Name);
}
