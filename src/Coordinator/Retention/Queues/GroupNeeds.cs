using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Schedule;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>Reads what the groups of a queue need, from the progress that is saved. A group may have no member, and no actor.</summary>
internal sealed class GroupNeeds(SavedProgressReader progress, Func<IActorRef> queues)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Returns the groups that read a queue. A schedule is read by its mover only.</summary>
    public static IReadOnlyList<ConsumerGroup> Of(QueueId queue, IReadOnlyList<ConsumerGroup> ofTopic) =>
        QueueSchedule.IsSchedule(queue) ? [ScheduleMover.Group] : ofTopic;

    /// <summary>
    /// Reads what the groups need. One without progress in a queue needs nothing of what is past its retention: it begins at the first entry that
    /// is kept then. The mover of a schedule needs all of it, because it has not read yet.
    /// </summary>
    public async Task<IReadOnlyList<GroupNeed>> ReadAsync(QueueId queue, IReadOnlyList<ConsumerGroup> groups)
    {
        var saved = await Task.WhenAll(groups.Select(group => progress.ReadAsync(new GroupQueue(group, queue))));
        return [.. groups.Zip(saved, (group, progress) => progress is null ? OfNone(queue, group) : Of(group, progress)).OfType<GroupNeed>()];
    }

    /// <summary>
    /// Returns when each rewind that has reached the queue is saved. A group answers after it has carried out what came before the question.
    /// </summary>
    public Task AwaitRewindsAsync(QueueId queue, IReadOnlyList<ConsumerGroup> groups, CancellationToken ct) =>
        Task.WhenAll(groups.Select(group => queues().Ask<GroupDescription>(new DescribeGroup(queue, group), AnswerTimeout, ct)));

    private static GroupNeed? OfNone(QueueId queue, ConsumerGroup group) =>
        QueueSchedule.IsSchedule(queue) ? new GroupNeed(group, 0, [], []) : null;

    private static GroupNeed Of(ConsumerGroup group, ProgressSnapshot saved) => new(
        group,
        saved.Cursor,
        [.. saved.Pending.Select(pending => pending.Offset)],
        [.. saved.Pending.Where(pending => pending.DeadLettering).Select(pending => pending.Offset)]);
}
