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
        { "commit.pml", "ANSWER_BEFORE_WRITE", "confirmed_is_stored" },
        { "commit.pml", "ANSWER_BEFORE_WRITE", "commits_in_order" },
        { "commit.pml", "ENTRY_OF_REFUSED", "entry_iff_commit" },
        { "commit.pml", "ENTRY_OF_REFUSED", "one_entry" },
        { "commit.pml", "GAP_FOR_REFUSED", "dense_offsets" },
        { "commit.pml", "COMPANION_WITHOUT_ENTRY", "entry_iff_commit" },
        { "commit.pml", "NO_UNIQUE_KEY_OF_COMPANION", "one_entry" },
        { "commit.pml", "NO_UNIQUE_KEY_OF_COMPANION", "one_decision" },
        { "commit.pml", "STALE_QUEUE_WRITES", "dense_offsets" },
        { "commit.pml", "STALE_QUEUE_WRITES", "commits_in_order" },
        { "commit.pml", "COUNTER_KEPT_AFTER_FAILURE", "dense_offsets" },
        { "commit.pml", "REFUSED_CONFIRMS", "confirmed_is_stored" },
        { "commit.pml", "REFUSED_IS_ROLLED_BACK", "rolled_back_is_stored" },
        { "commit.pml", "REFUSED_TRIES_NEXT_NUMBER", "one_decision" },
        { "commit.pml", "SEALED_COPY_GOES_ON", "nothing_after_seal" },
        { "commit.pml", "ROLLBACK_DOES_NOT_WAIT", "one_decision" },
        { "purge.pml", "BOUND_READ_BEFORE_OUTCOME", "decision_equals_database" },
        { "purge.pml", "CHECK_IGNORES_BOUND", "decision_equals_database" },
        { "purge.pml", "OUTCOMES_GO_BEFORE_BOUND", "decision_equals_database" },
        { "purge.pml", "OPEN_COUNTS_AS_FINAL", "open_is_not_purged" },
        { "purge.pml", "EXCEPTED_IS_NOT_CHECKED", "open_is_not_purged" },
        { "purge.pml", "NEW_ID_WITHOUT_BOUND", "prepared_once" },
        { "purge.pml", "EVENTS_GO_BEFORE_BOUND", "prepared_once" },
        { "purge.pml", "EVENTS_GO_BEFORE_BOUND", "appended_once" },
        { "purge.pml", "APPENDING_IS_DELETED", "committed_is_delivered" },
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
