using Coordinator.Delivery.Common;

namespace Coordinator.Administration;

/// <param name="Group">The group.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Lag">Number of unsettled messages in all queues.</param>
/// <param name="Queues">Progress in each queue.</param>
internal sealed record GroupView(string Group, string Topic, long Lag, IReadOnlyList<GroupQueueView> Queues)
{
    public static GroupView Of(IReadOnlyList<GroupDescription> queues) => new(
        queues[0].Group.Value,
        queues[0].Queue.Topic.Value,
        queues.Sum(queue => queue.Lag),
        [.. queues.Select(GroupQueueView.Of)]);
}

/// <param name="Number">Number of the queue.</param>
/// <param name="Progress">Offset up to which everything is settled.</param>
/// <param name="End">Last offset of the log.</param>
/// <param name="Lag">Number of messages that are not settled.</param>
/// <param name="InFlight">Number of unsettled deliveries.</param>
/// <param name="Waiting">Number of messages that are delayed or in back-off.</param>
/// <param name="Held">Number of messages that wait for another message of their ordering key, or for room.</param>
/// <param name="Members">Consumers of the group.</param>
/// <param name="RewoundBy">Operator of the last rewind.</param>
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
