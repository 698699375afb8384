using Akka.Event;
using Coordinator.Contracts;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>
/// Queues that keep entries past their retention, with the reasons. It tells when one begins and when it ends: one line each, and a metric.
/// </summary>
internal sealed class HeldQueues(ILoggingAdapter log)
{
    private readonly SortedDictionary<string, (QueueHold Hold, long? Rows)> _held = new(StringComparer.Ordinal);

    public IReadOnlyList<KeptData> All => [.. _held.Select(queue => new KeptData(queue.Key, queue.Value.Hold.Reason, queue.Value.Rows))];

    /// <summary>Takes the state of a queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="hold">Reason to keep entries; <c>null</c> when it keeps none past their retention.</param>
    /// <param name="rows">Number of these entries; <c>null</c> when it is not counted.</param>
    public void Set(QueueId queue, QueueHold? hold, long? rows)
    {
        var subject = SubjectOf(queue);
        var before = _held.TryGetValue(subject, out var known) ? known.Hold : null;
        if (hold is null)
            _held.Remove(subject);
        else
            _held[subject] = (hold, rows);
        // The offset moves while a group goes on, which is the same cause.
        if ((before?.Cause, before?.Who) == (hold?.Cause, hold?.Who))
            return;
        if (before is not null)
            End(queue, before, hold);
        if (hold is not null)
            Begin(queue, hold);
    }

    /// <summary>Forgets the queues that are not among these, because their topics were deleted.</summary>
    public void Only(IReadOnlyList<QueueId> queues)
    {
        var known = queues.Select(SubjectOf).ToHashSet(StringComparer.Ordinal);
        foreach (var (subject, (hold, _)) in _held.Where(queue => !known.Contains(queue.Key)).ToList())
        {
            QueueRetentionMetrics.Hold(hold.Cause, -1);
            _held.Remove(subject);
        }
    }

    /// <summary>Forgets everything, because another node goes on with it or the node stops.</summary>
    public void Forget()
    {
        foreach (var (hold, _) in _held.Values)
            QueueRetentionMetrics.Hold(hold.Cause, -1);
        _held.Clear();
    }

    private static string SubjectOf(QueueId queue) =>
        QueueSchedule.IsSchedule(queue) ? $"schedule of queue {QueueSchedule.Of(queue)}" : $"queue {queue}";

    private void Begin(QueueId queue, QueueHold hold)
    {
        QueueRetentionMetrics.Hold(hold.Cause, 1);
        log.Warning("Messages past their retention are kept in {0}, from offset {1} on: {2}.", SubjectOf(queue), hold.From, hold.Reason);
    }

    private void End(QueueId queue, QueueHold before, QueueHold? hold)
    {
        QueueRetentionMetrics.Hold(before.Cause, -1);
        if (hold is null)
            log.Info("No messages past their retention are kept in {0} any more.", SubjectOf(queue));
    }
}
