using Coordinator.Contracts;
using Coordinator.Persistence.Schemas;

namespace Coordinator.Transactions;

/// <summary>What happened to one transaction. Its id is the journal's persistence id and is not repeated.</summary>
internal interface ITransactionEvent : IJournaled
{
    /// <summary>When, by the coordinator's clock.</summary>
    DateTimeOffset At { get; }
}

/// <summary>Durable, invisible, undecided. Always the first event, unless a tombstone is.</summary>
internal sealed record TransactionPrepared(
    ProducerGroup Group,
    InstanceId Instance,
    IReadOnlyList<RoutedMessage> Messages,
    TransactionDigest Digest,
    TimeSpan? TransactionTimeout,
    DateTimeOffset At) : ITransactionEvent;

/// <summary>A check came to its end and decided nothing. Of checks in a row that found no instance only the first is written.</summary>
internal sealed record TransactionChecked(
    int Number,
    CheckEnding Ending,
    InstanceId? Instance,
    DateTimeOffset AskedAt,
    string? Detail,
    DateTimeOffset At) : ITransactionEvent;

/// <summary>The budget of answered checks is used up. Slow checks go on.</summary>
internal sealed record TransactionParked(int Answers, DateTimeOffset At) : ITransactionEvent;

/// <summary>Decided, for ever: the messages become visible.</summary>
internal sealed record TransactionCommitted(DecidedBy By, DateTimeOffset At) : ITransactionEvent;

/// <summary>Every queue has the transaction's messages.</summary>
internal sealed record TransactionCompleted(DateTimeOffset At) : ITransactionEvent, IDeferrable;

/// <summary>Decided, for ever: the messages are dropped.</summary>
/// <param name="By">Who decided.</param>
/// <param name="Reason">The producer's, for people.</param>
/// <param name="Tombstone">The group whose rollback came before any prepare; otherwise <c>null</c>.</param>
/// <param name="At">When, by the coordinator's clock.</param>
internal sealed record TransactionRolledBack(DecidedBy By, string? Reason, ProducerGroup? Tombstone, DateTimeOffset At) : ITransactionEvent;
