using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>Description of a transaction, from the journal.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Phase">Phase; <see cref="TransactionPhase.None" /> when the transaction is unknown.</param>
/// <param name="Group">Producer group; <c>null</c> when the transaction is unknown.</param>
/// <param name="Messages">Prepared messages, also after a rollback.</param>
/// <param name="Checks">Number of checks that ended, the deciding one included. Checks that found no instance are not counted.</param>
/// <param name="Answers">Number of checks that were answered without a decision. They use up the budget.</param>
/// <param name="NextCheck">Time of the next check; <c>null</c> after the decision, and while the check is due and waits.</param>
/// <param name="Waiting">What a check that is due waits for; <c>null</c> when none is due.</param>
/// <param name="DecidedBy">Author of the decision; <c>null</c> while the transaction is open.</param>
/// <param name="Timeline">Events, oldest first. An event that cannot be read ends the list with an entry about it.</param>
internal sealed record TransactionDescription(
    TransactionId Id,
    TransactionPhase Phase,
    ProducerGroup? Group,
    IReadOnlyList<RoutedMessage> Messages,
    int Checks,
    int Answers,
    DateTimeOffset? NextCheck,
    string? Waiting,
    DecidedBy? DecidedBy,
    IReadOnlyList<TimelineEntry> Timeline);

/// <param name="Number">Position in the timeline, counted from 1.</param>
/// <param name="At">Time, by the coordinator's clock.</param>
/// <param name="Kind">Event in one or two words.</param>
/// <param name="Who">Instance of the producer, operator, or the coordinator itself.</param>
/// <param name="Detail">Explanation for operators.</param>
internal sealed record TimelineEntry(long Number, DateTimeOffset At, string Kind, string Who, string? Detail);
