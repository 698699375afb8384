using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Log;

namespace Coordinator.Delivery.Common;

/// <summary>
/// An operator moves a group in a queue: exactly what is there from the position on is delivered; what was pending before
/// is dropped. Answered with <see cref="GroupRewound" />; no answer means: ask again.
/// </summary>
internal sealed record RewindGroup(QueueId Queue, ConsumerGroup Group, RewindTarget To, string Who) : IGroupMessage;

/// <summary>Where to.</summary>
internal abstract record RewindTarget
{
    /// <summary>The beginning, the end or a time.</summary>
    internal sealed record Position(StartPosition Start) : RewindTarget;

    /// <summary>That offset is the next that is delivered.</summary>
    internal sealed record Offset(long Next) : RewindTarget;
}

/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Next">The first offset that is delivered now.</param>
internal sealed record GroupRewound(QueueId Queue, ConsumerGroup Group, long Next) : INodeMessage;

/// <summary>
/// From the dead letters: deliver it anew. Answered with <see cref="MessagePutBack" /> once durable; no answer means: ask again.
/// </summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Offset">The message's place.</param>
/// <param name="Attempts">Hand-overs that it had; those to come are counted on from there.</param>
internal sealed record PutBackMessage(QueueId Queue, ConsumerGroup Group, long Offset, int Attempts) : IGroupMessage;

internal sealed record MessagePutBack(QueueId Queue, ConsumerGroup Group, long Offset, int Attempts) : INodeMessage;

/// <summary>Answered with a <see cref="GroupDescription" />.</summary>
internal sealed record DescribeGroup(QueueId Queue, ConsumerGroup Group) : IGroupMessage;
