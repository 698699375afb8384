using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Schedule;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Removals;

/// <summary>
/// Deletes what removed groups and topics leave: saved progress, dead letters, and the entries of a deleted topic up to the ends that were confirmed.
/// Every step can be repeated.
/// </summary>
/// <remarks>
/// Copies of dead letters, and rows below the bound of a queue, are deleted by the retention of messages, which looks for both.
/// </remarks>
internal sealed class RemovedData(
    GroupCommitQueues journal, StoredProgress progress, Func<IActorRef> topicRegion, Func<IActorRef> queues, Func<IActorRef> deadLetters)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly EventTrimmer _trimmer = new(journal);

    /// <summary>Deletes a part of what a removal has removed, and records the end when nothing is left.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="removal">Removal that is decided.</param>
    /// <param name="mostRows">Most rows to delete. A single step may exceed it by a few.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Number of rows, and whether all are deleted.</returns>
    public async Task<(long Deleted, bool IsAll)> DeleteAsync(TopicState topic, Removal removal, int mostRows, CancellationToken ct)
    {
        var deleted = 0L;
        if (removal.Group is null)
            deleted += await DeleteEntriesAsync(topic, removal, ct);
        foreach (var group in removal.Groups)
        {
            deleted += await DeleteProgressAsync(topic, group, ct);
            var (letters, isAll) = await DeleteLettersAsync(topic.Topic, removal, group, mostRows, ct);
            deleted += letters;
            if (!isAll || deleted >= mostRows)
                return (deleted, IsAll: false);
        }

        await topicRegion().Ask<RemovalAnswer>(new CompleteRemoval(topic.Topic, removal.Number), AnswerTimeout, ct);
        return (deleted, IsAll: true);
    }

    /// <summary>Raises the bounds of all queues and schedules, so that nobody reads what the topic had. What was appended since stays.</summary>
    private async Task<long> DeleteEntriesAsync(TopicState topic, Removal removal, CancellationToken ct)
    {
        var deleted = 0L;
        for (var number = 0; number < topic.QueueCount; number++)
        {
            var queue = new QueueId(topic.Topic, number);
            var schedule = QueueSchedule.Of(queue);
            await TrimAsync(queue, removal.Ends[number], ct);
            await TrimAsync(schedule, removal.Ends[topic.QueueCount + number], ct);
            deleted += await progress.DeleteAsync(new GroupQueue(ScheduleMover.Group, schedule, removal.TopicGeneration), ct);
        }

        return deleted;
    }

    private async Task TrimAsync(QueueId queue, long end, CancellationToken ct)
    {
        if (end == 0 || (await journal.ReadBoundsAsync(QueueName.PersistenceId(queue))).FirstKept > end)
            return;
        var trimmed = await queues().Ask<QueueTrimmed>(new TrimQueue(queue, end + 1, OnlyBound: true), AnswerTimeout, ct);
        if (trimmed.FirstKept <= end)
            throw new InvalidOperationException($"The first offset of {queue} is {trimmed.FirstKept}, and must be {end + 1}.");
    }

    private async Task<long> DeleteProgressAsync(TopicState topic, TopicGroup group, CancellationToken ct)
    {
        var deleted = 0L;
        for (var number = 0; number < topic.QueueCount; number++)
            deleted += await progress.DeleteAsync(new GroupQueue(group.Group, new QueueId(topic.Topic, number), group.Generation), ct);
        return deleted;
    }

    private async Task<(long Deleted, bool IsAll)> DeleteLettersAsync(
        Topic topic, Removal removal, TopicGroup group, int mostRows, CancellationToken ct)
    {
        var id = GroupDeadLetters.IdOf(group.Group);
        if ((await journal.ReadBoundsAsync(id)).Highest == 0)
            return (0, true);
        var forget = new ForgetTopic(group.Group, topic, group.Generation, removal.Who, removal.Why);
        var forgotten = await deadLetters().Ask<TopicForgotten>(forget, AnswerTimeout, ct);
        if (forgotten.DeletableBefore <= 1)
            return (0, true);
        await _trimmer.RaiseAsync(id, forgotten.DeletableBefore);
        var batch = new PrefixDelete(id, Math.Min(mostRows, EventTrimmer.Batch));
        await journal.WriteAsync(batch);
        return (batch.Deleted, batch.Deleted < batch.Most);
    }
}
