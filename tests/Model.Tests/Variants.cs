namespace Coordinator.Model.Tests;

/// <summary>Broken variants of the models, and the property that each breaks.</summary>
internal static class Variants
{
    /// <summary>Variants that are caught in a state: model, variant, the property whose assertion fails.</summary>
    public static readonly TheoryData<string, string, string> OfStates = new()
    {
        { "transaction.pml", "NO_STATE_GUARD", "decision_never_changes" },
        { "transaction.pml", "NO_UNIQUE_KEY", "decision_never_changes" },
        { "transaction.pml", "UNFENCED_ANSWER", "decision_equals_database" },
        { "transaction.pml", "TIMEOUT_DECIDES", "decision_equals_database" },
        { "transaction.pml", "DELIVERY_BEFORE_PERSIST", "only_committed_is_delivered" },
        { "transaction.pml", "REPLY_BEFORE_PERSIST", "acknowledged_is_durable" },
        { "transaction.pml", "NO_DIGEST", "nothing_invented" },
        { "transaction.pml", "QUEUE_DEDUPE_OFF", "appended_once" },
        { "transaction.pml", "NO_UNIQUE_KEY_OF_QUEUE", "appended_once" },
        { "transaction.pml", "QUEUE_ANSWERS_BEFORE_PERSIST", "completed_is_appended" },
        { "transaction.pml", "INBOX_OFF", "one_effect" },
        { "transaction.pml", "ACKNOWLEDGE_BEFORE_EFFECT", "settled_had_its_effect" },
        { "order.pml", "NO_ORDER_GATE", "first_deliveries_in_order" },
        { "order.pml", "NO_ORDER_GATE", "one_in_flight_per_key" },
        { "order.pml", "RETRY_GIVES_KEY_AWAY", "first_deliveries_in_order" },
        { "order.pml", "PENDING_NOT_SAVED", "settled_was_handled" },
        { "order.pml", "SETTLED_BEFORE_DEAD_LETTER", "settled_was_handled" },
    };

    /// <summary>Variants that are caught in an infinite run: model, variant, the claim that it breaks, the bounds.</summary>
    public static readonly TheoryData<string, string, string, string> OfRuns = new()
    {
        { "transaction.pml", "NO_SWEEP", "open_is_decided", nameof(Bounds.FairDecision) },
        { "transaction.pml", "NO_SWEEP", "committed_database_is_delivered", nameof(Bounds.FairDecision) },
        { "transaction.pml", "PARKED_FORGOTTEN", "open_is_decided", nameof(Bounds.FairDecision) },
        { "transaction.pml", "SWEEP_TELLS_NOTHING", "acknowledged_is_delivered", nameof(Bounds.FairDecision) },
        { "transaction.pml", "LEASE_NEVER_ENDS", "acknowledged_is_delivered", nameof(Bounds.FairWholeWay) },
        { "order.pml", "RETRY_HOLDS_UP_ALL", "other_keys_flow", "" },
        { "order.pml", "PENDING_NOT_SAVED", "all_are_settled", "" },
    };
}
