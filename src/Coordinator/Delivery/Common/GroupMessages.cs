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
internal sealed record RewindGroup(QueueId Queue, ConsumerGroup Group, RewindTarget To, string Who) : IGroupMessage;

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
/// <param name="Next">First offset that is delivered now.</param>
internal sealed record GroupRewound(QueueId Queue, ConsumerGroup Group, long Next) : INodeMessage;

/// <summary>
/// Sent by the dead letters of a group: deliver a message again. Answered with <see cref="MessagePutBack" /> when that is durable.
/// Without an answer, the sender repeats it.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Offset">Offset of the message.</param>
/// <param name="Attempts">Number of deliveries so far. Further deliveries continue this number.</param>
internal sealed record PutBackMessage(QueueId Queue, ConsumerGroup Group, long Offset, int Attempts) : IGroupMessage;

internal sealed record MessagePutBack(QueueId Queue, ConsumerGroup Group, long Offset, int Attempts) : INodeMessage;

/// <summary>Asks for a description. Answered with a <see cref="GroupDescription" />.</summary>
internal sealed record DescribeGroup(QueueId Queue, ConsumerGroup Group) : IGroupMessage;
