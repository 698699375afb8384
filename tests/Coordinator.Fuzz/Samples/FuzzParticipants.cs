using Coordinator.Harness.Attacks.Targets;

namespace Coordinator.Fuzz.Samples;

/// <summary>Participants in the settings of the target, whose secrets the program knows.</summary>
internal static class FuzzParticipants
{
    /// <summary>
    /// Participant that opens sessions and sends whatever it likes in them. No other script claims its name: after wrong proofs the
    /// coordinator would make it wait.
    /// </summary>
    public static readonly TargetParticipant Sender = new("fuzz-sender", "fuzz", "fuzz.*") { MoreConsumerGroups = ["fuzz1", "fuzz2"] };

    /// <summary>Participant that often gets its proof wrong, for which the coordinator makes it wait.</summary>
    public static readonly TargetParticipant Guesser = new("guesser", "guesser", "guesser.*");

    public static IReadOnlyList<TargetParticipant> All { get; } = [Sender, Guesser];
}
