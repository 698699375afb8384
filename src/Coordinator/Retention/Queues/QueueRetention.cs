using Akka.Event;
using Coordinator.Common;
using Coordinator.Contracts;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>
/// Deletes the entries of queues and schedules that are past their retention. It goes over all of them again and again, a batch of each at a time.
/// What cannot be read is kept.
/// </summary>
internal sealed class QueueRetention(
    QueueRetentionOptions options,
    ITopicList topics,
    ITopicReader reader,
    StoredEntries entries,
    QueuePurge purge,
    UnusedCopies copies,
    GroupCommitQueues journal,
    HeldQueues held,
    ILoggingAdapter log)
    : IRetentionWork, IDisposable
{
    // A pass over many queues of which nothing goes should not look like one batch that takes minutes.
    private const int MostQueues = 200;
    private readonly Queue<(QueueId Queue, TopicState Topic)> _left = [];
    private readonly Queue<QueueId> _leftover = [];

    public string Name => "messages";

    public async Task<RetentionBatch> DeleteAsync(int mostRows, CancellationToken ct)
    {
        var deleted = 0L;
        if (_left.Count == 0 && _leftover.Count == 0)
            deleted += await BeginPassAsync(ct);
        while (deleted < mostRows && _leftover.TryPeek(out var queue))
            deleted += await DeleteLeftoverAsync(queue, (int)(mostRows - deleted));
        for (var looked = 0; looked < MostQueues && deleted < mostRows && _left.TryDequeue(out var next); looked++)
        {
            ct.ThrowIfCancellationRequested();
            var batch = await RunAsync(next.Queue, next.Topic, (int)(mostRows - deleted), ct);
            deleted += batch.Deleted;
            if (batch.IsMore)
                _left.Enqueue(next);
        }

        return new RetentionBatch(deleted, _left.Count > 0 || _leftover.Count > 0, held.All);
    }

    /// <summary>Ends the counts of what is held: the next one counts anew.</summary>
    public void Dispose() => held.Forget();

    private async Task<QueueBatch> RunAsync(QueueId queue, TopicState topic, int most, CancellationToken ct)
    {
        try
        {
            var batch = await purge.RunAsync(queue, topic, most, ct);
            foreach (var (group, messages) in batch.Missed)
                TellMissed(queue, group, messages);
            held.Set(queue, batch.Hold, batch.Rows);
            return batch;
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            var reason = $"what decides about it could not be read: {unreadable.Message}";
            held.Set(queue, new QueueHold(HoldCause.Unknown, 0, queue.ToString(), reason), null);
            return QueueBatch.Nothing;
        }
    }

    /// <summary>Deletes rows below the bound of a queue, which nobody reads: of a deletion that was cut short, or of a topic that was deleted.</summary>
    private async Task<long> DeleteLeftoverAsync(QueueId queue, int most)
    {
        var batch = new PrefixDelete(QueueName.PersistenceId(queue), Math.Min(most, EventTrimmer.Batch));
        await journal.WriteAsync(batch);
        if (batch.Deleted < batch.Most)
            _leftover.Dequeue();
        TopicMetrics.Deleted.Add(batch.Deleted);
        return batch.Deleted;
    }

    private async Task<long> DeleteUnusedCopiesAsync(CancellationToken ct)
    {
        try
        {
            return await copies.DeleteAsync(ct);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // They are in nobody's way.
            log.Warning(unreadable, "It could not be read which copies of dead letters are used. None of them is deleted now.");
            return 0;
        }
    }

    private void TellMissed(QueueId queue, GroupNeed group, long messages)
    {
        QueueRetentionMetrics.Unread.Add(messages);
        log.Warning(
            "{0} messages of queue {1} are deleted although group {2} had not settled them: they are older than {3} or beyond the size, and "
                + "retention.evenIfUnread names the topic.",
            messages,
            queue,
            group.Group,
            Duration.Write(options.Of(queue.Topic)));
    }

    /// <summary>Lists all queues and schedules. First it deletes copies that nothing uses, and finds what is left of deletions.</summary>
    private async Task<long> BeginPassAsync(CancellationToken ct)
    {
        var deleted = await DeleteUnusedCopiesAsync(ct);
        foreach (var queue in await entries.LeftoverAsync(ct))
            _leftover.Enqueue(queue);
        foreach (var topic in await topics.ReadAsync(ct))
        {
            var found = await reader.ReadAsync(topic, ct);
            for (var number = 0; number < found.QueueCount; number++)
            {
                var queue = new QueueId(topic, number);
                _left.Enqueue((queue, found));
                _left.Enqueue((QueueSchedule.Of(queue), found));
            }
        }

        held.Only([.. _left.Select(queue => queue.Queue)]);
        return deleted;
    }
}
