using Coordinator.Contracts;
using Coordinator.NodeProtocol;

namespace Coordinator.Delivery.Common;

/// <summary>A group in a queue, for administration.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Group">The group.</param>
/// <param name="Known">False: the group never subscribed here, and the rest says nothing.</param>
/// <param name="Cursor">Everything up to here was read.</param>
/// <param name="Prefix">Everything up to here is settled.</param>
/// <param name="End">The last offset of the log.</param>
/// <param name="Lag">Messages not settled, read or not.</param>
/// <param name="InFlight">Handed over, not settled.</param>
/// <param name="Waiting">For their time: delayed or in back-off.</param>
/// <param name="Held">Read, not handed over: behind another of their ordering key, or for want of room.</param>
/// <param name="Members">Who consumes.</param>
/// <param name="Rewound">Who moved it last.</param>
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
