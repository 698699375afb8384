using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.NodeProtocol;

namespace Coordinator.Transactions;

/// <summary>Message to the entity of one transaction. The shard region finds the entity by the id.</summary>
internal interface ITransactionMessage : INodeMessage
{
    TransactionId Id { get; }
}

/// <summary>A message and the number of its queue. The message is routed once, before its prepare.</summary>
internal sealed record RoutedMessage(Message Message, int Queue);

/// <summary>Prepares a transaction. Answered with a <see cref="TransactionReply" /> of the same number.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">Group whose instances are checked.</param>
/// <param name="Instance">Instance that prepares the transaction.</param>
/// <param name="Messages">Messages that a commit makes visible.</param>
/// <param name="TransactionTimeout">Time until the first check; <c>null</c> for the default.</param>
/// <param name="Number">Number of the command, repeated in the reply.</param>
/// <param name="IsNew">True when the producer states that the id is new.</param>
internal sealed record PrepareTransaction(
    TransactionId Id,
    ProducerGroup Group,
    InstanceId Instance,
    IReadOnlyList<RoutedMessage> Messages,
    TimeSpan? TransactionTimeout,
    long Number = 0,
    bool IsNew = false) : ITransactionMessage;

/// <summary>
/// Hands over the messages of a local transaction that committed, and that may be forgotten here. Answered with a <see cref="TransactionReply" />
/// of the same number.
/// </summary>
internal sealed record HandOverTransaction(
    TransactionId Id,
    ProducerGroup Group,
    InstanceId Instance,
    IReadOnlyList<RoutedMessage> Messages,
    long Number = 0) : ITransactionMessage;

/// <summary>Commits a transaction. Answered with a <see cref="TransactionReply" /> of the same number.</summary>
internal sealed record CommitTransaction(TransactionId Id, ProducerGroup Group, InstanceId Instance, long Number = 0)
    : ITransactionMessage;

/// <summary>Rolls a transaction back. Answered with a <see cref="TransactionReply" /> of the same number.</summary>
internal sealed record RollbackTransaction(
    TransactionId Id,
    ProducerGroup Group,
    InstanceId Instance,
    string? Reason,
    long Number = 0) : ITransactionMessage;

/// <summary>
/// Decision of an operator. An instance is checked first, and the decision is taken if it agrees with the answer. Answered with a <see
/// cref="TransactionResolved" />.
/// </summary>
/// <param name="Id">The transaction.</param>
/// <param name="Resolution">The decision.</param>
/// <param name="Who">Name of the operator.</param>
/// <param name="Why">Reason of the operator.</param>
/// <param name="Force">True: decide without asking an instance.</param>
internal sealed record ResolveTransaction(TransactionId Id, Resolution Resolution, string Who, string Why, bool Force = false)
    : ITransactionMessage;

internal enum Resolution
{
    Commit = 1,
    RollBack = 2,
}

/// <param name="Id">The transaction.</param>
/// <param name="Outcome">Accepted, NotFound, Expired, AlreadyCommitted, AlreadyRolledBack, Conflict (the answer of an instance does not allow it) or Busy.</param>
/// <param name="Phase">Phase of the transaction now.</param>
/// <param name="Detail">Reason of a refusal.</param>
internal sealed record TransactionResolved(TransactionId Id, TransactionOutcome Outcome, TransactionPhase Phase, string? Detail = null)
    : INodeMessage;

/// <summary>Sent by the sweep: do what is due, or start the timer for it. Not answered.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Returned">
/// Groups that got an instance after they had none or left a check unanswered. A transaction of such a group repeats its unanswered
/// check at once.
/// </param>
/// <param name="IsCommitted">True when the journal has the commit. An entity that does not know of the commit is stale.</param>
internal sealed record WakeTransaction(TransactionId Id, IReadOnlyList<ProducerGroup>? Returned = null, bool IsCommitted = false)
    : ITransactionMessage;
