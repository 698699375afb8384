using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.Common;

/// <summary>Description of a group in a queue, for administration.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Known">False when the group never subscribed to the topic. The other values are meaningless then.</param>
/// <param name="Cursor">Offset up to which the group has read.</param>
/// <param name="Prefix">Offset up to which everything is settled.</param>
/// <param name="End">Last offset of the log.</param>
/// <param name="Lag">Number of messages that are not settled, read or not.</param>
/// <param name="InFlight">Number of unsettled deliveries.</param>
/// <param name="Waiting">Number of messages that are delayed or in back-off.</param>
/// <param name="Held">
/// Number of messages that were read but not delivered: they wait for another message of their ordering key, or for room.
/// </param>
/// <param name="Members">Consumers of the group.</param>
/// <param name="Rewound">Last rewind of the group.</param>
internal sealed record GroupDescription(
    QueueId Queue,
    ConsumerGroup Group,
    bool Known,
    long Cursor,
    long Prefix,
    long End,
    long Lag,
    int InFlight,
    int Waiting,
    int Held,
    IReadOnlyList<MemberDescription> Members,
    Rewound? Rewound) : INodeMessage
{
    public static GroupDescription Unknown(GroupQueue of, long end) =>
        new(of.Queue, of.Group, Known: false, 0, 0, end, Lag: 0, InFlight: 0, Waiting: 0, Held: 0, Members: [], Rewound: null);
}

internal sealed record MemberDescription(InstanceId Instance, int Room, int InFlight);
