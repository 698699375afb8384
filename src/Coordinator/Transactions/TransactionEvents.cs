using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Transactions;

/// <summary>Event of one transaction. The id of the transaction is the journal's persistence id and is not repeated.</summary>
internal interface ITransactionEvent : IJournaled
{
    /// <summary>Time of the event, by the coordinator's clock.</summary>
    DateTimeOffset At { get; }
}

/// <summary>
/// The transaction is durable and undecided, and its messages are invisible. Only tombstones of other groups can be before it.
/// </summary>
internal sealed record TransactionPrepared(
    ProducerGroup Group,
    InstanceId Instance,
    IReadOnlyList<RoutedMessage> Messages,
    TransactionDigest Digest,
    TimeSpan? TransactionTimeout,
    DateTimeOffset At) : ITransactionEvent;

/// <summary>A check ended without a decision. Of several checks in a row without an instance, only the first writes this event.</summary>
internal sealed record TransactionChecked(
    int Number,
    CheckEnding Ending,
    InstanceId? Instance,
    DateTimeOffset AskedAt,
    string? Detail,
    DateTimeOffset At) : ITransactionEvent;

/// <summary>The budget of answered checks is used up. Slow checks continue.</summary>
internal sealed record TransactionParked(int Answers, DateTimeOffset At) : ITransactionEvent;

/// <summary>The transaction is committed: its messages become visible.</summary>
internal sealed record TransactionCommitted(DecidedBy By, DateTimeOffset At) : ITransactionEvent;

/// <summary>
/// The transaction is committed, and its queue has its messages: both were written together. Only for messages that all go to one queue.
/// </summary>
internal sealed record TransactionAppended(DecidedBy By, DateTimeOffset At) : ITransactionEvent, IEndOfAppends;

/// <summary>
/// After the decision, somebody said how the local transaction ended: an instance by its command, or by its answer to a check. It changes
/// nothing. When it contradicts the decision, somebody has to look at it.
/// </summary>
internal sealed record TransactionReported(DecidedBy By, bool Committed, DateTimeOffset At) : ITransactionEvent;

/// <summary>Every queue has the transaction's messages.</summary>
internal sealed record TransactionCompleted(DateTimeOffset At) : ITransactionEvent, IDeferrable, IEndOfAppends;

/// <summary>The transaction is rolled back: its messages are dropped.</summary>
/// <param name="By">Author of the decision.</param>
/// <param name="Reason">Reason that the producer gave.</param>
/// <param name="Tombstone">Group whose rollback came before any prepare, and which it binds; otherwise <c>null</c>.</param>
/// <param name="At">Time, by the coordinator's clock.</param>
internal sealed record TransactionRolledBack(DecidedBy By, string? Reason, ProducerGroup? Tombstone, DateTimeOffset At) : ITransactionEvent;
