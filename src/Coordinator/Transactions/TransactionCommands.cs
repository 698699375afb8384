using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.Contracts.Producing;
using Coordinator.NodeProtocol;

namespace Coordinator.Transactions;

/// <summary>Whatever is addressed to the entity of one transaction; the region finds it by the id.</summary>
internal interface ITransactionMessage : INodeMessage
{
    TransactionId Id { get; }
}

/// <summary>A message and the queue of its topic that it was routed to, once, before it was prepared.</summary>
internal sealed record RoutedMessage(Message Message, int Queue);

/// <summary>Answered with a <see cref="TransactionReply" /> that has its number.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Group">Whose instances are asked about it.</param>
/// <param name="Instance">Who prepares it.</param>
/// <param name="Messages">What it makes visible when it is committed.</param>
/// <param name="TransactionTimeout">How long until the first check; <c>null</c>: by default.</param>
/// <param name="Number">Of the command, for its reply.</param>
/// <param name="IsNew">The producer says that nobody has used the id before.</param>
internal sealed record PrepareTransaction(
    TransactionId Id,
    ProducerGroup Group,
    InstanceId Instance,
    IReadOnlyList<RoutedMessage> Messages,
    TimeSpan? TransactionTimeout,
    long Number = 0,
    bool IsNew = false) : ITransactionMessage;

/// <summary>Answered with a <see cref="TransactionReply" /> that has its number.</summary>
internal sealed record CommitTransaction(TransactionId Id, ProducerGroup Group, InstanceId Instance, long Number = 0)
    : ITransactionMessage;

/// <summary>Answered with a <see cref="TransactionReply" /> that has its number.</summary>
internal sealed record RollbackTransaction(
    TransactionId Id,
    ProducerGroup Group,
    InstanceId Instance,
    string? Reason,
    long Number = 0) : ITransactionMessage;

/// <summary>An operator decides. Answered with a <see cref="TransactionResolved" />.</summary>
internal sealed record ResolveTransaction(TransactionId Id, Resolution Resolution, string Who, string Why) : ITransactionMessage;

internal enum Resolution
{
    Commit = 1,
    RollBack = 2,
}

/// <param name="Id">The transaction.</param>
/// <param name="Outcome">Accepted, NotFound, AlreadyCommitted, AlreadyRolledBack or Busy.</param>
/// <param name="Phase">Where it stands now.</param>
internal sealed record TransactionResolved(TransactionId Id, TransactionOutcome Outcome, TransactionPhase Phase) : INodeMessage;

/// <summary>From the sweep: do what is due, or arm the timer for what will be. Not answered.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Returned">
/// Groups that have an instance again, or one that came after a check went unanswered: a transaction of theirs whose last check
/// nobody answered asks at once.
/// </param>
/// <param name="IsCommitted">The journal shows its commit; a copy that knows nothing of it is out of date.</param>
internal sealed record WakeTransaction(TransactionId Id, IReadOnlyList<ProducerGroup>? Returned = null, bool IsCommitted = false)
    : ITransactionMessage;
