using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Progress;
using Coordinator.Delivery.Schedule;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>
/// Finds messages that the schedule of a queue may move again. It repeats a move until the message is settled in the schedule, and the queue tells
/// a repetition by the entry that it has. So this entry must stay until then.
/// </summary>
internal sealed class ScheduledEntries(SavedProgressReader progress, IQueueLogReader reader, ITopicReader topics, Func<IActorRef> queues)
{
    /// <summary>Messages that are looked at. Of more, nothing is deleted.</summary>
    private const int Most = 1_000;

    /// <summary>Finds the earliest due time of a message that may have entered the queue up to a time and is not settled in the schedule.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="upTo">Time of the append of the last entry that is to be deleted.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The due time, which is no later than the entry of the message; <c>null</c> when there is no such message.</returns>
    public async Task<DateTimeOffset?> EarliestDueAsync(QueueId queue, DateTimeOffset upTo, CancellationToken ct)
    {
        var schedule = QueueSchedule.Of(queue);
        var bounds = await reader.BoundsAsync(schedule, ct);
        if (bounds.Highest == 0)
            return null;
        var topic = await topics.ReadAsync(queue.Topic, ct);
        var saved = await progress.ReadAsync(new GroupQueue(ScheduleMover.Group, schedule, topic.Generation));
        var unread = Math.Max(bounds.FirstKept, (saved?.Cursor ?? 0) + 1);
        var pending = (saved?.Pending ?? []).Where(message => message.Offset >= bounds.FirstKept).Select(message => message.Offset).ToList();
        // One that was never handed out, and is due later, has not entered the queue. With few messages the clock need not be asked.
        if (pending.Count > Most)
            pending = [.. saved!.Pending.Where(message => message.Attempt > 0 || message.DueAt <= upTo).Select(message => message.Offset)];
        if (pending.Count == 0 && unread > bounds.Highest)
            return null;
        // Nobody may have woken it since its node was lost.
        queues().Tell(new StartSchedule(schedule));
        if (pending.Count + bounds.Highest - unread + 1 > Most)
            return DateTimeOffset.MinValue;
        return Earliest([.. await ReadAsync(schedule, pending, ct), .. await ReadAsync(schedule, unread, bounds.Highest, ct)], upTo);
    }

    private static DateTimeOffset? Earliest(IReadOnlyList<QueueEntry> entries, DateTimeOffset upTo)
    {
        DateTimeOffset? earliest = null;
        foreach (var due in entries.Select(entry => entry.CommittedAt + entry.Message.Delay).Where(due => due <= upTo))
            earliest = earliest < due ? earliest : due;
        return earliest;
    }

    private async Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId schedule, IEnumerable<long> offsets, CancellationToken ct) =>
        [.. (await Task.WhenAll(offsets.Select(offset => reader.ReadAsync(schedule, offset, offset, ct)))).SelectMany(page => page)];

    private async Task<IReadOnlyList<QueueEntry>> ReadAsync(QueueId schedule, long from, long to, CancellationToken ct)
    {
        var entries = new List<QueueEntry>();
        while (from <= to && await reader.ReadAsync(schedule, from, to, ct) is [.., var last] page)
        {
            entries.AddRange(page);
            from = last.Offset + 1;
        }

        return entries;
    }
}
