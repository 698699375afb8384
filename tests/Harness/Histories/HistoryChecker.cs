using Coordinator.Harness.Histories.Rules;

namespace Coordinator.Harness.Histories;

/// <summary>Finds broken promises in a finished run. It knows the promises, and nothing of the coordinator's code.</summary>
public static class HistoryChecker
{
    /// <returns>Each violation; none for a good run.</returns>
    public static IReadOnlyList<Violation> Check(RunHistory history) =>
    [
        .. DecisionRules.Changed(history),
        .. DecisionRules.Untrue(history),
        .. DecisionRules.Undecided(history),
        .. DecisionRules.Forgotten(history),
        .. DeletionRules.Open(history),
        .. DeletionRules.Returned(history),
        .. DeletionRules.Rewritten(history),
        .. DeliveryRules.Lost(history),
        .. DeliveryRules.Undue(history),
        .. DeliveryRules.Invented(history),
        .. PlaceRules.Displaced(history),
        .. PlaceRules.Disordered(history),
        .. CommitOrderRules.Overtaken(history),
        .. EffectRules.Wrong(history),
        .. DuplicateRules.Unexplained(history),
        .. NodeRules.Ended(history),
        .. KeyRules.Repeated(history),
        .. KeyRules.Misnamed(history),
        .. KeyRules.Unresolved(history),
        .. history.Limits is { } limits ? CheckTimes(history, limits) : [],
    ];

    /// <summary>Counts the pairs of commits whose order was judged.</summary>
    public static CommitPairs Pairs(RunHistory history) => CommitOrderRules.Pairs(history);

    private static IEnumerable<Violation> CheckTimes(RunHistory history, TimeLimits limits) =>
    [
        .. PromptDeliveryRules.Late(history, limits),
        .. PromptDeliveryRules.NotAgain(history, limits),
        .. HandOverRules.Late(history, limits),
        .. PromptCheckRules.Unasked(history, limits),
        .. CallRules.Unanswered(history, limits),
        .. CauseRules.Untrue(history, limits),
    ];
}
