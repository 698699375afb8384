using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.DeadLetters;
using Coordinator.Delivery.Schedule;
using Coordinator.Recovery;
using Coordinator.Retention.Removals;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Administration;

/// <summary>Reads what deletions would lose, and begins them. Retention decides and completes them.</summary>
/// <param name="entities">Entities.</param>
/// <param name="list">Lists topics.</param>
/// <param name="topics">Reads topics.</param>
/// <param name="senders">Finds open transactions.</param>
/// <param name="obstacle">Returns the reason why nothing may be removed now; <c>null</c> when there is none.</param>
internal sealed class Removals(Entities entities, ITopicList list, ITopicReader topics, TopicSenders senders, Func<string?> obstacle)
{
    private const int LettersPage = 1_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public Task<TopicState> ReadAsync(Topic topic, CancellationToken ct) => topics.ReadAsync(topic, ct);

    public Task<IReadOnlyList<OpenTransaction>> OpenOfAsync(ProducerGroup group, CancellationToken ct) => senders.OfAsync(group, ct);

    /// <summary>Reads all topics that exist or existed.</summary>
    public async Task<IReadOnlyList<TopicState>> ReadAllAsync(CancellationToken ct)
    {
        var all = new List<TopicState>();
        foreach (var topic in await list.ReadUsedAsync(ct))
            all.Add(await topics.ReadAsync(topic, ct));
        return all;
    }

    public async Task<GroupLoss> LossAsync(TopicState topic, TopicGroup group, CancellationToken ct)
    {
        var queues = await Task.WhenAll(QueuesOf(topic).Select(queue =>
            entities.AskAsync<GroupDescription>(new DescribeGroup(queue, group.Group), ct)));
        return new GroupLoss(topic, group, queues, await LettersAsync(topic.Topic, group, ct));
    }

    public async Task<TopicLoss> LossAsync(TopicState topic, CancellationToken ct)
    {
        var groups = new List<GroupLoss>();
        foreach (var group in topic.Groups)
            groups.Add(await LossAsync(topic, group, ct));
        var open = await senders.OfAsync(topic.Topic, ct);
        var scheduled = await Task.WhenAll(QueuesOf(topic).Select(queue =>
            entities.AskAsync<GroupDescription>(new DescribeGroup(QueueSchedule.Of(queue), ScheduleMover.Group), ct)));
        var schedules = await Task.WhenAll(QueuesOf(topic).Select(queue => EndAsync(QueueSchedule.Of(queue), ct)));
        var queues = await Task.WhenAll(QueuesOf(topic).Select(queue => EndAsync(queue, ct)));
        return new TopicLoss(topic, queues, schedules, scheduled.Sum(schedule => schedule.Lag), groups, open);
    }

    /// <summary>Begins a deletion. The answer comes when that is durable.</summary>
    public async Task<RemovalAnswer> BeginAsync(BeginRemoval begin, CancellationToken ct)
    {
        if (obstacle() is { } waits)
            throw new RefusedRequest(StatusCodes.Status409Conflict, $"Nothing can be deleted now: {waits} Repeat the request when it has left.");
        var answer = await entities.AskAsync<RemovalAnswer>(begin, ct);
        return answer.Refusal is { } refusal
            ? throw new RefusedRequest(StatusCodes.Status409Conflict, $"Nothing was begun: {refusal}")
            : answer;
    }

    /// <summary>Waits until removals are decided, and no longer than a moment.</summary>
    /// <returns>The topics as they are then.</returns>
    public async Task<IReadOnlyList<TopicState>> AwaitAsync(IReadOnlyList<RemovalAnswer> begun, CancellationToken ct)
    {
        entities.LookForRemovals();
        var waited = TimeSpan.Zero;
        while (true)
        {
            var states = new List<TopicState>();
            foreach (var answer in begun)
                states.Add(await topics.ReadAsync(answer.Topic, ct));
            var isDecided = begun.Zip(states).All(pair => StageOf(pair.Item2, pair.Item1.Number) is not RemovalStage.Begun);
            if (isDecided || waited >= LongestWait)
                return states;
            await Task.Delay(Poll, ct);
            waited += Poll;
        }
    }

    public void LookSoon() => entities.LookForRemovals();

    private static RemovalStage StageOf(TopicState topic, int number) =>
        topic.Removals.FirstOrDefault(removal => removal.Number == number)?.Stage ?? RemovalStage.Completed;

    private static IEnumerable<QueueId> QueuesOf(TopicState topic) =>
        Enumerable.Range(0, topic.QueueCount).Select(number => new QueueId(topic.Topic, number));

    private Task<QueueEnd> EndAsync(QueueId queue, CancellationToken ct) => entities.AskAsync<QueueEnd>(new GetQueueEnd(queue), ct);

    private async Task<long> LettersAsync(Topic topic, TopicGroup group, CancellationToken ct)
    {
        var (count, after) = (0L, 0L);
        while (true)
        {
            var page = await entities.AskAsync<DeadLetterPage>(new ListDeadLetters(group.Group, after, LettersPage), ct);
            count += page.Letters.Count(letter => letter.Queue.Topic == topic && letter.Generation <= group.Generation);
            if (page.Letters.Count < LettersPage)
                return count;
            after = page.Letters[^1].Number;
        }
    }
}
