using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Persistence.GroupCommit;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Queues;

/// <summary>
/// Deletes a batch of one queue or schedule. It gathers what decides about it, and asks the actor of the queue, which must know what is gone
/// because it answers the readers.
/// </summary>
/// <remarks>
/// A group may come to need entries while this looks: it is rewound, gets a dead letter back, or attaches for the first time. The queue counts these
/// requests. The count is read first, and when it has changed by the time of the deletion, the queue deletes nothing. What came before the count is
/// saved before the progress is read. Letters get their copies before the progress is read, and again after it: what was pending then may be a letter now.
/// </remarks>
internal sealed class QueuePurge(
    QueueRetentionOptions options,
    ITimeProvider clock,
    IQueueLogReader reader,
    ITopicReader topics,
    StoredEntries entries,
    GroupNeeds needs,
    LetterCopies copies,
    ScheduledEntries scheduled,
    Func<IActorRef> queues)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    private readonly EntryTimes _times = new(reader);
    private readonly QueueSizes _sizes = new(entries);

    /// <param name="queue">The queue, or a schedule.</param>
    /// <param name="known">The topic, as it was a while ago.</param>
    /// <param name="most">Most entries to delete.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<QueueBatch> RunAsync(QueueId queue, TopicState known, int most, CancellationToken ct)
    {
        var bounds = await reader.BoundsAsync(queue, ct);
        var reach = Math.Min(bounds.Highest + 1, bounds.FirstKept + most);
        var expired = await ExpiredAsync(queue, bounds, reach, ct);
        if (expired <= bounds.FirstKept)
            return QueueBatch.Nothing;
        var (groups, isWhole) = (GroupNeeds.Of(queue, known), expired < reach || reach > bounds.Highest);
        var facts = new QueueFacts(bounds.FirstKept, expired, IsEvenIfUnread(queue), await needs.ReadAsync(groups), []);
        var plan = TrimDecision.Of(facts);
        if (plan.FirstKept > bounds.FirstKept)
            return await TrimAsync(queue, facts, isWhole, ct);
        return Result(0, facts, plan, isWhole);
    }

    private static QueueBatch Result(long deleted, QueueFacts facts, TrimPlan plan, bool isWhole) =>
        new(deleted, plan.Hold, isWhole ? facts.Expired - plan.FirstKept : null, plan.Hold is null && !isWhole);

    private async Task<QueueBatch> TrimAsync(QueueId queue, QueueFacts early, bool isWhole, CancellationToken ct)
    {
        var end = await queues().Ask<QueueEnd>(new GetQueueEnd(queue), AnswerTimeout, ct);
        if (end.PutBacks == 0)
            throw new InvalidOperationException("the queue is on a node of an earlier release, which does not count what puts a group back.");
        // One that joins later attaches later, which the queue counts.
        var topic = await topics.ReadAsync(queue.Topic, ct);
        if (!topic.Exists)
            return QueueBatch.Nothing;
        // A group is removed for ever, so what it had need not be kept. While its removal may still be abandoned, it counts.
        var groups = GroupNeeds.Of(queue, topic);
        var first = TrimDecision.Of(early);
        await CopyAsync(groups, early.FirstKept, first.FirstKept, ct);
        if (!early.IsEvenIfUnread)
            await needs.AwaitRewindsAsync(groups, ct);
        // No further than the letters were copied before. One that is put back since then is no letter any more, and has no copy.
        var facts = early with { Groups = await needs.ReadAsync(groups), Expired = first.FirstKept };
        facts = facts with { Holds = await HoldsAsync(queue, facts, ct) };
        var plan = TrimDecision.Of(facts);
        (facts, plan) = (facts with { Expired = early.Expired }, plan with { Hold = plan.Hold ?? first.Hold });
        if (plan.FirstKept <= facts.FirstKept)
            return Result(0, facts, plan, isWhole);
        await CopyAsync(groups, facts.FirstKept, plan.FirstKept, ct);
        var trimmed = await queues().Ask<QueueTrimmed>(new TrimQueue(queue, plan.FirstKept, end.PutBacks), AnswerTimeout, ct);
        if (trimmed.FirstKept >= plan.FirstKept)
            return Result(trimmed.Deleted, facts, plan, isWhole) with { Missed = plan.Missed };
        return Changed(queue, facts, isWhole);
    }

    private static QueueBatch Changed(QueueId queue, QueueFacts facts, bool isWhole)
    {
        var changed = new QueueHold(HoldCause.Unknown, facts.FirstKept, queue.ToString(), "a group was rewound, got dead letters back, or attached, just now");
        return Result(0, facts, new TrimPlan(facts.FirstKept, changed, []), isWhole);
    }

    private bool IsEvenIfUnread(QueueId queue) => !QueueSchedule.IsSchedule(queue) && options.IsEvenIfUnread(queue.Topic);

    /// <summary>Finds the first entry that is not past its retention.</summary>
    private async Task<long> ExpiredAsync(QueueId queue, EventBounds bounds, long reach, CancellationToken ct)
    {
        if (bounds.FirstKept > bounds.Highest)
            return bounds.FirstKept;
        // A node whose clock is ahead must not delete what is young.
        var now = await entries.NowAsync(ct) is { } ofDatabase && ofDatabase < clock.Now ? ofDatabase : clock.Now;
        var byAge = await _times.FirstNotBeforeAsync(queue, now - options.Of(queue.Topic), bounds.FirstKept, reach, ct);
        return options.MessageBytes == 0 || byAge == reach
            ? byAge
            : Math.Max(byAge, await _sizes.FirstWithinAsync(queue, options.MessageBytes, bounds.FirstKept, reach, bounds.Highest + 1, ct));
    }

    private async Task CopyAsync(IReadOnlyList<GroupQueue> groups, long from, long before, CancellationToken ct)
    {
        foreach (var group in groups)
            await copies.CopyAsync(group, from, before, ct);
    }

    private async Task<IReadOnlyList<QueueHold>> HoldsAsync(QueueId queue, QueueFacts facts, CancellationToken ct)
    {
        var candidate = TrimDecision.Of(facts).FirstKept;
        if (candidate <= facts.FirstKept)
            return [];
        var holds = new List<QueueHold>();
        if (await entries.FirstAwaitedAsync(await entries.ReadAsync(queue, facts.FirstKept, candidate, ct), ct) is { } awaited)
        {
            holds.Add(new QueueHold(
                HoldCause.Transaction,
                awaited.Offset,
                awaited.Transaction?.Value ?? "(unknown)",
                $"transaction {awaited.Transaction?.Value ?? "(unknown)"} of offset {awaited.Offset} is committed and not in all its queues"));
        }

        if (!QueueSchedule.IsSchedule(queue)
            && await scheduled.EarliestDueAsync(queue, await _times.OfAsync(queue, candidate - 1, ct), ct) is { } due)
        {
            var from = await _times.FirstNotBeforeAsync(queue, due, facts.FirstKept, candidate, ct);
            holds.Add(new QueueHold(
                HoldCause.Schedule, from, queue.ToString(), $"the schedule of the queue may move a message again that may be at offset {from} or later"));
        }

        return holds;
    }
}
