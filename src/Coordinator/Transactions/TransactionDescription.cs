using Coordinator.Contracts;
using Coordinator.Contracts.Producing;

namespace Coordinator.Transactions;

/// <summary>All there is to know about a transaction, from the journal.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Phase">Where it stands; <see cref="TransactionPhase.None" /> when it is unknown.</param>
/// <param name="Group">Whose it is; <c>null</c> when it is unknown.</param>
/// <param name="Messages">What was prepared, also when it was rolled back.</param>
/// <param name="Checks">How many checks came to an end, the one that decided included; those that found no instance are not counted.</param>
/// <param name="Answers">How many of them were answered without a decision: these use up the budget.</param>
/// <param name="NextCheck">When the next check is due by the journal; <c>null</c> when it is decided.</param>
/// <param name="DecidedBy">Who decided; <c>null</c> when it is open.</param>
/// <param name="Timeline">Every event, oldest first; the last one says so when the journal could be read up to there only.</param>
internal sealed record TransactionDescription(
    TransactionId Id,
    TransactionPhase Phase,
    ProducerGroup? Group,
    IReadOnlyList<RoutedMessage> Messages,
    int Checks,
    int Answers,
    DateTimeOffset? NextCheck,
    DecidedBy? DecidedBy,
    IReadOnlyList<TimelineEntry> Timeline);

/// <param name="Number">The place in the timeline, counted from 1.</param>
/// <param name="At">When, by the coordinator's clock.</param>
/// <param name="Kind">What happened, in one or two words.</param>
/// <param name="Who">An instance of the producer, a person, or the coordinator itself.</param>
/// <param name="Detail">The particulars, for people.</param>
internal sealed record TimelineEntry(long Number, DateTimeOffset At, string Kind, string Who, string? Detail);
