using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>What a command comes to: events to be made durable first, and the outcome to be replied then.</summary>
/// <param name="Outcome">For whoever is replied to.</param>
/// <param name="Events">None when nothing changes.</param>
/// <param name="Detail">Of a refusal, for people.</param>
/// <param name="Contradiction">Who should know says the contrary of what was decided.</param>
internal readonly record struct Decision(
    TransactionOutcome Outcome,
    IReadOnlyList<ITransactionEvent> Events,
    string? Detail = null,
    bool Contradiction = false)
{
    /// <summary>Nothing is to change: it was done before, or it says nothing new.</summary>
    public static Decision Unchanged { get; } = new(TransactionOutcome.Accepted, []);

    public static Decision Record(params ITransactionEvent[] events) => new(TransactionOutcome.Accepted, events);

    public static Decision Refuse(TransactionOutcome outcome, string detail) => new(outcome, [], detail);
}
