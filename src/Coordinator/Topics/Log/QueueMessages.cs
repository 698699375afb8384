using Coordinator.Contracts;
using Coordinator.Contracts.Messages;
using Coordinator.NodeProtocol;
using Coordinator.Persistence.GroupCommit;

namespace Coordinator.Topics.Log;

/// <summary>Message to the entity of one queue. The shard region finds the entity by the queue's id.</summary>
internal interface IQueueMessage : INodeMessage
{
    QueueId Queue { get; }
}

/// <summary>
/// Appends a transaction's messages for this queue, each of them once, even when this command is repeated. Answered with an <see
/// cref="AppendedToQueue" /> when they are durable, or with an <see cref="AppendRefused" />. The sender repeats the command until then.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="CommittedAt">Time of the commit. No message of the transaction can have been appended before.</param>
/// <param name="Messages">Messages, in the order of their indexes.</param>
/// <param name="Companion">
/// Event by which the transaction commits. It is stored together with the messages, or neither is. <c>null</c>: the commit is in the
/// journal already.
/// </param>
/// <param name="IsMove">
/// True when the messages come from the schedule of the queue, which repeats that until they are settled there. What the journal says about the
/// transaction tells nothing about such an append.
/// </param>
internal sealed record AppendToQueue(
    QueueId Queue,
    TransactionId Transaction,
    DateTimeOffset CommittedAt,
    IReadOnlyList<IndexedMessage> Messages,
    StoredEvent? Companion = null,
    bool IsMove = false) : IQueueMessage;

/// <summary>A message and its index among all messages of its transaction.</summary>
internal sealed record IndexedMessage(int Index, Message Message);

/// <param name="Queue">The queue.</param>
/// <param name="Transaction">Transaction whose messages for this queue are all in the log.</param>
internal sealed record AppendedToQueue(QueueId Queue, TransactionId Transaction) : INodeMessage;

/// <summary>
/// Nothing was appended, because the transaction already has an event with the sequence number of the companion. It may be an earlier
/// attempt of the same commit. Only the journal can tell.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Transaction">The transaction.</param>
internal sealed record AppendRefused(QueueId Queue, TransactionId Transaction) : INodeMessage;

/// <summary>
/// Deletes the entries of a queue before an offset. Answered with a <see cref="QueueTrimmed" />; without an answer, the sender repeats it. The
/// sender answers for it that no transaction or schedule may still repeat their appends, and that no group needs them.
/// </summary>
/// <param name="Queue">The queue, or the schedule of one.</param>
/// <param name="FirstKept">First offset to keep. A lower one than before changes nothing; one after the end keeps nothing.</param>
/// <param name="PutBacks">
/// Number in the <see cref="QueueEnd" /> that the sender got before it looked what the groups need. Is it another one now, then nothing is deleted
/// and the answer has the offset that was kept before. 0: it does not matter.
/// </param>
/// <param name="OnlyBound">True to leave the rows: nothing below the offset is read any more, and the sender has the rest deleted.</param>
internal sealed record TrimQueue(QueueId Queue, long FirstKept, long PutBacks = 0, bool OnlyBound = false) : IQueueMessage;

/// <param name="Queue">The queue.</param>
/// <param name="FirstKept">First offset that is kept now.</param>
/// <param name="Deleted">Number of entries that were deleted.</param>
internal sealed record QueueTrimmed(QueueId Queue, long FirstKept, long Deleted) : INodeMessage;

/// <summary>
/// Stops the deliveries of a queue that have no consumers, after the removal of their group or of the topic has begun. Answered with a <see
/// cref="DeliveriesClosed" />. A queue that has just started waits first, so that consumers can attach again.
/// </summary>
/// <param name="Queue">The queue, or the schedule of one.</param>
/// <param name="Group">The group; <c>null</c> for all.</param>
internal sealed record CloseDeliveries(QueueId Queue, ConsumerGroup? Group) : IQueueMessage;

/// <param name="Queue">The queue.</param>
/// <param name="Busy">Groups whose deliveries have consumers. They go on.</param>
/// <param name="End">Last offset of the log.</param>
internal sealed record DeliveriesClosed(QueueId Queue, IReadOnlyList<ConsumerGroup> Busy, long End) : INodeMessage;

/// <summary>Sent by the shard when the node stops or the queue moves: stop after the deliveries have saved their progress.</summary>
internal sealed record StopQueue
{
    public static StopQueue Instance { get; } = new();
}

/// <summary>One entry of a queue's log.</summary>
/// <param name="Offset">Offset in the log. Offsets have no gaps and equal the journal's sequence numbers. The first one is 1.</param>
/// <param name="Id">Id of the message.</param>
/// <param name="Message">The message.</param>
/// <param name="CommittedAt">Time of the commit.</param>
/// <param name="AppendedAt">Time of the append, which never decreases along the log.</param>
internal sealed record QueueEntry(
    long Offset,
    MessageId Id,
    Message Message,
    DateTimeOffset CommittedAt,
    DateTimeOffset AppendedAt)
{
    /// <summary>Number of entries right before this one that a reader asked for, and that are deleted.</summary>
    public long Missing { get; init; }
}
