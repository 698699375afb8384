using Akka.Actor;
using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Retention.Removals;

/// <summary>
/// Decides a removal that has begun: it carries it out, or abandons it with a reason. It may run twice at the same time and stop at any step.
/// </summary>
/// <remarks>
/// Since the begin is durable, no consumer of the group attaches. Each queue forgets what it knew of the topic when it is asked to close, and reads the
/// topic before the next delivery starts. When all queues have answered that no consumer is there, none comes before the decision.
/// </remarks>
internal sealed class RemovalDecision(
    RemovalTimes times, ITopicReader topics, SeenGroups seen, TopicSenders senders, Func<IActorRef> topicRegion, Func<IActorRef> queues, Func<DateTimeOffset> now)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Decides a removal.</summary>
    /// <returns>The answer of the topic; <c>null</c> when it cannot be decided yet.</returns>
    /// <exception cref="AskTimeoutException">A queue or the topic did not answer. The removal is decided later.</exception>
    public async Task<RemovalAnswer?> RunAsync(Topic topic, Removal removal, CancellationToken ct)
    {
        if (removal.Group is null && now() < removal.BegunAt + times.Settling)
            return null;
        if (await ObstacleAsync(topic, removal, ct) is { } obstacle)
            return await EndAsync(removal, new AbandonRemoval(topic, removal.Number, obstacle), ct);
        return await EndAsync(removal, new DecideRemoval(topic, removal.Number), ct);
    }

    /// <summary>Gives up a removal that cannot be decided for too long, so that consumers can attach again.</summary>
    public Task<RemovalAnswer> GiveUpAsync(Topic topic, Removal removal, string reason, CancellationToken ct) =>
        EndAsync(removal, new AbandonRemoval(topic, removal.Number, reason), ct);

    private async Task<string?> ObstacleAsync(Topic topic, Removal removal, CancellationToken ct)
    {
        var state = await topics.ReadAsync(topic, ct);
        var closed = await Task.WhenAll(QueuesOf(state, removal).Select(queue =>
            queues().Ask<DeliveriesClosed>(new CloseDeliveries(queue, removal.Group), AnswerTimeout, ct)));
        if (closed.FirstOrDefault(queue => queue.Busy.Count > 0) is { } busy)
            return $"group {busy.Busy[0]} has consumers in queue {busy.Queue}. Stop or unsubscribe them first.";
        return removal.Group is null ? await TopicObstacleAsync(topic, removal, closed, ct) : await SeenObstacleAsync(state, removal, ct);
    }

    private async Task<string?> SeenObstacleAsync(TopicState state, Removal removal, CancellationToken ct)
    {
        if (removal is not { UnseenSince: { } since, Groups: [var group] })
            return null;
        var last = await seen.LastAsync(state, group, ct);
        return last > since ? $"a consumer of the group was seen at {last:u}." : null;
    }

    private async Task<string?> TopicObstacleAsync(Topic topic, Removal removal, DeliveriesClosed[] closed, CancellationToken ct)
    {
        // The ends come first: what is up to them is in the queues of transactions that were committed before the senders are looked at.
        foreach (var (queue, end) in closed.Zip(removal.Ends))
        {
            if (queue.End != end)
                return $"{queue.End - end} messages have entered {(QueueSchedule.IsSchedule(queue.Queue) ? "the schedule" : "queue")} {queue.Queue} since the request.";
        }

        var open = await senders.OfAsync(topic, ct);
        return open.Count == 0 ? null : $"transaction {open[0].Id} is {open[0].Phase} and has messages for it, and so have {open.Count - 1} more.";
    }

    /// <summary>Lists the queues, and for a whole topic the schedules too.</summary>
    private static List<QueueId> QueuesOf(TopicState state, Removal removal)
    {
        var queues = Enumerable.Range(0, state.QueueCount).Select(number => new QueueId(state.Topic, number)).ToList();
        return removal.Group is null ? [.. queues, .. queues.Select(QueueSchedule.Of)] : queues;
    }

    private async Task<RemovalAnswer> EndAsync(Removal removal, ITopicMessage message, CancellationToken ct)
    {
        var answer = await topicRegion().Ask<RemovalAnswer>(message, AnswerTimeout, ct);
        if (answer.Refusal is null)
            RemovalMetrics.Count(removal, answer.Stage);
        return answer;
    }
}
