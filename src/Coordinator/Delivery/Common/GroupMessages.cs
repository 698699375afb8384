using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Common;

/// <summary>
/// Rewinds a group in a queue on behalf of an operator. The group gets exactly the messages from the position on; messages that
/// were pending before are dropped. Answered with <see cref="GroupRewound" />. Without an answer, the sender repeats it.
/// </summary>
internal sealed record RewindGroup(QueueId Queue, ConsumerGroup Group, RewindTarget To, string Who) : IPutsBack;

/// <summary>Target of a rewind.</summary>
internal abstract record RewindTarget
{
    /// <summary>The beginning, the end, or a time.</summary>
    internal sealed record Position(StartPosition Start) : RewindTarget;

    /// <summary>The offset to deliver next.</summary>
    internal sealed record Offset(long Next) : RewindTarget;
}

/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Next">First offset that is delivered now. It is no lower than the first that is kept, whatever the target.</param>
/// <param name="FirstKept">First offset that the queue keeps; 1 when nothing was deleted.</param>
internal sealed record GroupRewound(QueueId Queue, ConsumerGroup Group, long Next, long FirstKept = 1) : INodeMessage;

/// <summary>
/// Sent by the dead letters of an earlier release: deliver a message again. Answered with <see cref="MessagePutBack" /> when that is durable.
/// Without an answer, the sender repeats it.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Offset">Offset of the message.</param>
/// <param name="Attempts">Number of deliveries so far. Further deliveries continue this number.</param>
internal sealed record PutBackMessage(QueueId Queue, ConsumerGroup Group, long Offset, int Attempts) : IPutsBack;

internal sealed record MessagePutBack(QueueId Queue, ConsumerGroup Group, long Offset, int Attempts) : INodeMessage;

/// <summary>
/// Sent by the dead letters of a group: deliver messages again. Answered with <see cref="MessagesPutBack" /> when that is durable.
/// Without an answer, the sender repeats it. A queue takes each letter of a replay once, and waits until it has room.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Replay">Number of the replay. A later replay of the group has a higher one.</param>
/// <param name="Letters">Letters in the order of their numbers, at least one. Later batches of the replay have higher numbers.</param>
internal sealed record PutBackMessages(
    QueueId Queue,
    ConsumerGroup Group,
    long Replay,
    IReadOnlyList<LetterToPutBack> Letters) : IPutsBack
{
    /// <summary>Answers that the queue has none of the messages.</summary>
    public INodeMessage WhenAbsent(QueueEnd end) =>
        new MessagesPutBack(Queue, Group, Replay, UpTo, [.. Letters.Select(letter => letter.Number)]);

    /// <summary>Highest number of the letters; 0 when there are none.</summary>
    public long UpTo => Letters is [.., var last] ? last.Number : 0;
}

/// <param name="Number">Number of the dead letter.</param>
/// <param name="Offset">Offset of the message.</param>
/// <param name="Attempts">Number of deliveries so far. Further deliveries continue this number.</param>
internal sealed record LetterToPutBack(long Number, long Offset, int Attempts);

/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Replay">Number of the replay.</param>
/// <param name="UpTo">Highest number of the letters in the batch.</param>
/// <param name="Missing">Numbers of the letters whose message the queue does not have.</param>
internal sealed record MessagesPutBack(
    QueueId Queue,
    ConsumerGroup Group,
    long Replay,
    long UpTo,
    IReadOnlyList<long> Missing) : INodeMessage;

/// <summary>Asks for a description. Answered with a <see cref="GroupDescription" />.</summary>
internal sealed record DescribeGroup(QueueId Queue, ConsumerGroup Group) : IGroupMessage
{
    public INodeMessage WhenAbsent(QueueEnd end) => GroupDescription.Unknown(new GroupQueue(Group, Queue), end);
}
