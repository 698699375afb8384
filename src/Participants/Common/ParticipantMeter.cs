using System.Diagnostics.Metrics;

namespace Coordinator.Participants.Common;

/// <summary>Meter of all instruments of a participant.</summary>
internal static class ParticipantMeter
{
    public const string Name = "Coordinator.Participants";

    public static Meter Instance { get; } = new(Name);
}
