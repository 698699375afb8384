using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.NodeProtocol;

namespace Coordinator.Transactions;

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

/// <summary>The key of the check senders' shard region in the actor registry.</summary>
internal sealed class CheckRegion;
