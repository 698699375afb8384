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
/// <param name="Filter">Sets of tags that members have asked for. The group takes the union.</param>
/// <param name="Skipped">Messages that the group passed over, by tag.</param>
/// <param name="Unclaimed">Number of held messages whose tags no present member asks for.</param>
/// <param name="Waits">Causes for which the first hundred messages wait, and those that were not read.</param>
/// <param name="FirstKept">First offset that the queue keeps.</param>
/// <param name="Missed">Number of messages that were deleted before the group had settled them, since it began or since its last rewind.</param>
internal sealed record GroupQueueView(
    int Number,
    long Progress,
    long End,
    long Lag,
    int InFlight,
    int Waiting,
    int Held,
    IReadOnlyList<GroupMemberView> Members,
    string? RewoundBy,
    IReadOnlyList<FilterSetView> Filter,
    IReadOnlyList<SkippedTagView> Skipped,
    int Unclaimed,
    IReadOnlyList<WaitView> Waits,
    long FirstKept,
    long Missed)
{
    public static GroupQueueView Of(GroupDescription queue) => new(
        queue.Queue.Number,
        queue.Prefix,
        queue.End,
        queue.Lag,
        queue.InFlight,
        queue.Waiting,
        queue.Held,
        [.. queue.Members.Select(member => new GroupMemberView(member.Instance.Value, member.Room, member.InFlight, member.Tags))],
        queue.Rewound?.Who,
        [.. queue.Filter.Select(set => new FilterSetView(set.Tags, set.SeenAt))],
        [.. queue.Skipped.Select(skipped => new SkippedTagView(skipped.Tag, skipped.Count))],
        queue.Unclaimed,
        [.. queue.Waits.Select(WaitView.Of)],
        queue.FirstKept,
        queue.Missed);
}

internal sealed record GroupMemberView(string Instance, int Room, int InFlight, IReadOnlyList<string> Tags);

/// <param name="Tags">Tags of the set; empty for all messages.</param>
/// <param name="SeenAt">Time at which a member with these tags was last seen, to within a few minutes.</param>
internal sealed record FilterSetView(IReadOnlyList<string> Tags, DateTimeOffset SeenAt);

/// <param name="Tag">The tag; <c>(none)</c> for messages without one, <c>(others)</c> for those beyond the first hundred.</param>
/// <param name="Count">Number of messages.</param>
internal sealed record SkippedTagView(string Tag, long Count);
