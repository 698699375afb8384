using Coordinator.Delivery.Common;

namespace Coordinator.Administration;

/// <param name="Group">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Lag">Messages of all queues that are not settled.</param>
/// <param name="Queues">Each queue's place.</param>
internal sealed record GroupView(string Group, string Topic, long Lag, IReadOnlyList<GroupQueueView> Queues)
{
    public static GroupView Of(IReadOnlyList<GroupDescription> queues) => new(
        queues[0].Group.Value,
        queues[0].Queue.Topic.Value,
        queues.Sum(queue => queue.Lag),
        [.. queues.Select(GroupQueueView.Of)]);
}

/// <param name="Number">The queue.</param>
/// <param name="Progress">Everything up to here is settled.</param>
/// <param name="End">The last offset of the log.</param>
/// <param name="Lag">Messages that are not settled.</param>
/// <param name="InFlight">Handed over, not settled.</param>
/// <param name="Waiting">For their time: delayed or in back-off.</param>
/// <param name="Held">Behind another of their ordering key, or for want of room.</param>
/// <param name="Members">Who consumes.</param>
/// <param name="RewoundBy">Who moved it last.</param>
internal sealed record GroupQueueView(
    int Number,
    long Progress,
    long End,
    long Lag,
    int InFlight,
    int Waiting,
    int Held,
    IReadOnlyList<GroupMemberView> Members,
    string? RewoundBy)
{
    public static GroupQueueView Of(GroupDescription queue) => new(
        queue.Queue.Number,
        queue.Prefix,
        queue.End,
        queue.Lag,
        queue.InFlight,
        queue.Waiting,
        queue.Held,
        [.. queue.Members.Select(member => new GroupMemberView(member.Instance.Value, member.Room, member.InFlight))],
        queue.Rewound?.Who);
}

internal sealed record GroupMemberView(string Instance, int Room, int InFlight);
