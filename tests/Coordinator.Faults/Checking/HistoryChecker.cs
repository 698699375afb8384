namespace Coordinator.Faults.Checking;

/// <summary>
/// Says what a finished run did wrong. It knows nothing of how the system works: only what was promised, what the participants
/// wrote down, and what stands in their databases.
/// </summary>
internal static class HistoryChecker
{
    /// <returns>Every broken promise; none for a good run.</returns>
    public static IReadOnlyList<Violation> Check(RunHistory history) =>
    [
        .. DecisionRules.Changed(history),
        .. DecisionRules.Untrue(history),
        .. DecisionRules.Undecided(history),
        .. DeliveryRules.Lost(history),
        .. DeliveryRules.Undue(history),
        .. DeliveryRules.Invented(history),
        .. PlaceRules.Displaced(history),
        .. PlaceRules.Disordered(history),
        .. EffectRules.Wrong(history),
        .. DuplicateRules.Unexplained(history),
    ];
}
