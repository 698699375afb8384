using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Schedule;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>Reads what the groups of a queue need, from the progress that is saved. A group may have no member, and no actor.</summary>
internal sealed class GroupNeeds(SavedProgressReader progress, Func<IActorRef> queues)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Returns the groups that read a queue. A schedule is read by its mover only.</summary>
    public static IReadOnlyList<GroupQueue> Of(QueueId queue, TopicState topic) => QueueSchedule.IsSchedule(queue)
        ? [new GroupQueue(ScheduleMover.Group, queue, topic.Generation)]
        : [.. topic.Groups.Select(group => new GroupQueue(group.Group, queue, group.Generation))];

    /// <summary>
    /// Reads what the groups need. One without progress in a queue needs nothing of what is past its retention: it begins at the first entry that
    /// is kept then. The mover of a schedule needs all of it, because it has not read yet.
    /// </summary>
    public async Task<IReadOnlyList<GroupNeed>> ReadAsync(IReadOnlyList<GroupQueue> groups)
    {
        var saved = await Task.WhenAll(groups.Select(progress.ReadAsync));
        return [.. groups.Zip(saved, (group, progress) => progress is null ? OfNone(group) : Of(group.Group, progress)).OfType<GroupNeed>()];
    }

    /// <summary>
    /// Returns when each rewind that has reached the queue is saved. A group answers after it has carried out what came before the question.
    /// </summary>
    public Task AwaitRewindsAsync(IReadOnlyList<GroupQueue> groups, CancellationToken ct) =>
        Task.WhenAll(groups.Select(of => queues().Ask<GroupDescription>(new DescribeGroup(of.Queue, of.Group), AnswerTimeout, ct)));

    private static GroupNeed? OfNone(GroupQueue of) =>
        QueueSchedule.IsSchedule(of.Queue) ? new GroupNeed(of.Group, 0, [], []) : null;

    private static GroupNeed Of(ConsumerGroup group, ProgressSnapshot saved) => new(
        group,
        saved.Cursor,
        [.. saved.Pending.Select(pending => pending.Offset)],
        [.. saved.Pending.Where(pending => pending.DeadLettering).Select(pending => pending.Offset)]);
}
