using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>Result of a command: events to persist first, and the outcome to reply then.</summary>
/// <param name="Outcome">Outcome for the reply.</param>
/// <param name="Events">Events to persist; empty when nothing changes.</param>
/// <param name="Detail">Explanation of a refusal.</param>
/// <param name="Contradiction">True when the command contradicts the recorded decision.</param>
/// <param name="NeedsCheck">True when an instance must be asked first.</param>
internal readonly record struct Decision(
    TransactionOutcome Outcome,
    IReadOnlyList<ITransactionEvent> Events,
    string? Detail = null,
    bool Contradiction = false,
    bool NeedsCheck = false)
{
    /// <summary>Decides nothing before an instance was asked.</summary>
    public static Decision AskFirst { get; } = new(TransactionOutcome.Busy, [], NeedsCheck: true);

    /// <summary>Refuses an id without events that is too old to be a new one.</summary>
    public static Decision Expired { get; } = Refuse(
        TransactionOutcome.Expired,
        "the id is older than what the coordinator remembers (retention.transactions), so its transaction has ended, or it never was. "
        + "Ask the outcome store of the service. Committed: its messages were sent, so repeat nothing. Rolled back: begin again with a new id. "
        + "Purged: nobody knows, so look at the business data first. A new id that is refused needs a look at the clock of the producer.");

    /// <summary>Accepts a command that changes nothing.</summary>
    public static Decision Unchanged { get; } = new(TransactionOutcome.Accepted, []);

    public static Decision Record(params ITransactionEvent[] events) => new(TransactionOutcome.Accepted, events);

    public static Decision Refuse(TransactionOutcome outcome, string detail) => new(outcome, [], detail);
}
