using Coordinator.Contracts;
using Coordinator.NodeProtocol;
using Coordinator.Topics.Log;

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
/// <param name="Filter">Sets of tags that members have asked for. The group takes the union.</param>
/// <param name="Skipped">Messages that the group passed over, by tag.</param>
/// <param name="Unclaimed">Number of held messages whose tags no present member asks for.</param>
/// <param name="Waits">Causes for which messages wait, from the lowest offset on. There may be more messages.</param>
/// <param name="FirstKept">First offset that the queue keeps; 1 when nothing was deleted.</param>
/// <param name="Missed">Number of messages that were deleted before the group had settled them.</param>
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
    Rewound? Rewound,
    IReadOnlyList<FilterSetDescription> Filter,
    IReadOnlyList<SkippedDescription> Skipped,
    int Unclaimed,
    IReadOnlyList<WaitDescription> Waits,
    long FirstKept = 1,
    long Missed = 0) : INodeMessage
{
    public static GroupDescription Unknown(GroupQueue of, QueueEnd end) =>
        new(of.Queue, of.Group, Known: false, 0, 0, end.Offset, Lag: 0, InFlight: 0, Waiting: 0, Held: 0, Members: [], Rewound: null, Filter: [], Skipped: [], Unclaimed: 0, Waits: [], end.FirstKept);
}

/// <param name="Instance">Instance of the consumer.</param>
/// <param name="Room">Most deliveries in flight.</param>
/// <param name="InFlight">Deliveries in flight.</param>
/// <param name="Tags">Tags that it asked for; empty for all messages.</param>
internal sealed record MemberDescription(InstanceId Instance, int Room, int InFlight, IReadOnlyList<string> Tags);

/// <param name="Tags">Tags of the set; empty for all messages.</param>
/// <param name="SeenAt">Time at which a member with these tags was last seen, to within a few minutes.</param>
internal sealed record FilterSetDescription(IReadOnlyList<string> Tags, DateTimeOffset SeenAt);

/// <param name="Tag">The tag; <c>(none)</c> for messages without one, <c>(others)</c> for those beyond the first hundred.</param>
/// <param name="Count">Number of messages.</param>
internal sealed record SkippedDescription(string Tag, long Count);
