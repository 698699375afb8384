using Akka.Actor;
using Coordinator.Clustering;
using Coordinator.Contracts;
using Coordinator.Contracts.Checking;
using Coordinator.Contracts.Messages;
using Coordinator.Transactions;

namespace Coordinator.CheckBack;

/// <summary>Whatever is addressed to the check sender of a producer group; the region finds it by the group.</summary>
internal interface ICheckMessage : INodeMessage
{
    ProducerGroup Group { get; }
}

/// <summary>
/// To the check sender, by a transaction whose check is due. Answered with one <see cref="CheckConcluded" />, to its sender.
/// </summary>
internal sealed record RequestCheck(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    IReadOnlyList<Message> Messages) : ICheckMessage;

/// <summary>How a check ended. Sent to whoever requested it; a late answer goes to the transaction's region.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Number">The number of the check.</param>
/// <param name="Ending">What came of it.</param>
/// <param name="Instance">Who was asked; <c>null</c> when nobody could be.</param>
/// <param name="AskedAt">When, by the coordinator's clock.</param>
/// <param name="Detail">For people.</param>
internal sealed record CheckConcluded(
    TransactionId Id,
    int Number,
    CheckEnding Ending,
    InstanceId? Instance,
    DateTimeOffset AskedAt,
    string? Detail) : ITransactionMessage;

internal enum CheckEnding
{
    Committed = 1,
    RolledBack = 2,
    InProgress = 3,

    /// <summary>The instance answered that it could not find out, or its session ended before it answered.</summary>
    Failed = 4,

    /// <summary>The instance was asked and did not answer in time.</summary>
    TimedOut = 5,

    /// <summary>No live instance of the group is known.</summary>
    NoInstance = 6,

    /// <summary>
    /// Not asked, the group's line being full or another check of the transaction in flight. Uses nothing up, like NoInstance.
    /// </summary>
    Deferred = 7,
}

/// <summary>
/// From a session: this instance can be asked about this group. Sessions repeat it now and then, so that a check sender that
/// moved learns of its instances again; a repetition changes nothing else. The check sender watches the session.
/// </summary>
internal sealed record RegisterProducer(ProducerGroup Group, InstanceId Instance, IActorRef Session) : ICheckMessage;

/// <summary>From a session that closes; its death has the same effect.</summary>
internal sealed record UnregisterProducer(ProducerGroup Group, IActorRef Session) : ICheckMessage;

/// <summary>
/// From a session: an instance answered. The check sender sends sessions <see cref="CheckTransaction" /> to be put on the wire.
/// </summary>
internal sealed record CheckAnswered(InstanceId Instance, CheckAnswer Answer) : ICheckMessage
{
    public ProducerGroup Group => Answer.Group;
}

/// <summary>The key of the check senders' shard region in the actor registry.</summary>
internal sealed class CheckRegion;
