using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.NodeProtocol;

namespace Coordinator.Topics.Log;

/// <summary>Whatever is addressed to the entity of one topic queue; the region finds it by the queue's id.</summary>
internal interface IQueueMessage : INodeMessage
{
    QueueId Queue { get; }
}

/// <summary>
/// Append a committed transaction's messages for this queue, each of them once however often this is sent.
/// Answered with an <see cref="AppendedToQueue" /> once durable; no answer means: send it again.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="CommittedAt">When it was decided; nothing of it can have been appended before.</param>
/// <param name="Messages">In the order of their indexes.</param>
internal sealed record AppendToQueue(
    QueueId Queue,
    TransactionId Transaction,
    DateTimeOffset CommittedAt,
    IReadOnlyList<IndexedMessage> Messages) : IQueueMessage;

/// <summary>A message and its place among all messages of its transaction.</summary>
internal sealed record IndexedMessage(int Index, Message Message);

/// <param name="Queue">The queue.</param>
/// <param name="Transaction">All of its messages for this queue are in the log.</param>
internal sealed record AppendedToQueue(QueueId Queue, TransactionId Transaction) : INodeMessage;

/// <summary>From its shard, when the node stops or the queue moves: let the deliveries save where they are, and stop.</summary>
internal sealed record StopQueue
{
    public static StopQueue Instance { get; } = new();
}

/// <summary>One entry of a queue's log.</summary>
/// <param name="Offset">The place in the log: dense, counted from 1; equal to the journal's sequence number.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">When its transaction was decided.</param>
/// <param name="AppendedAt">When it was appended; never decreasing along the log.</param>
internal sealed record QueueEntry(
    long Offset,
    MessageId Id,
    Message Message,
    DateTimeOffset CommittedAt,
    DateTimeOffset AppendedAt);
