using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.NodeProtocol;

namespace Coordinator.Transactions;

/// <summary>Message to the check sender of a producer group. The shard region finds the check sender by the group.</summary>
internal interface ICheckMessage : INodeMessage
{
    ProducerGroup Group { get; }
}

/// <summary>
/// Asks the check sender to check a transaction whose check is due. The check sender answers its sender with one <see
/// cref="CheckConcluded" />.
/// </summary>
internal sealed record RequestCheck(
    TransactionId Id,
    ProducerGroup Group,
    int Number,
    IReadOnlyList<Message> Messages) : ICheckMessage;

/// <summary>End of a check, sent to the transaction that requested it. A late answer goes to the region of transactions.</summary>
/// <param name="Id">Transaction that was checked.</param>
/// <param name="Number">Number of the check.</param>
/// <param name="Ending">Verdict, or the reason why there is none.</param>
/// <param name="Instance">Instance that was asked; <c>null</c> when none could be asked.</param>
/// <param name="AskedAt">Time of the question, by the coordinator's clock.</param>
/// <param name="Detail">Explanation for operators.</param>
internal sealed record CheckConcluded(
    TransactionId Id,
    int Number,
    CheckEnding Ending,
    InstanceId? Instance,
    DateTimeOffset AskedAt,
    string? Detail) : ITransactionMessage;

/// <summary>Key of the shard region of check senders in the actor registry.</summary>
internal sealed class CheckRegion;
