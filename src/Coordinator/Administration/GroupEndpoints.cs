using System.Globalization;
using Coordinator.Contracts;
using Coordinator.Contracts.Consuming;
using Coordinator.Delivery.Common;
using Coordinator.Topics.Catalog;

namespace Coordinator.Administration;

internal static class GroupEndpoints
{
    public static void MapGroups(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/groups/{group}/topics/{topic}", DescribeAsync);
        endpoints.MapPost("/groups/{group}/topics/{topic}/rewind", RewindAsync);
    }

    private static async Task<IResult> DescribeAsync(
        string group, string topic, ITopicCatalog topics, Entities entities, CancellationToken aborted)
    {
        var (name, found) = await FindAsync(topics, group, topic, aborted);
        var queues = await Task.WhenAll(QueuesOf(found, null).Select(queue =>
            entities.AskAsync<GroupDescription>(new DescribeGroup(queue, name), aborted)));
        return Results.Ok(GroupView.Of(queues));
    }

    private static async Task<IResult> RewindAsync(
        string group, string topic, HttpRequest request, ITopicCatalog topics, Entities entities, CancellationToken aborted)
    {
        var (name, found) = await FindAsync(topics, group, topic, aborted);
        var body = await RequestBody.ReadAsync<RewindRequest>(request, aborted);
        OperatorRules.Require(body);
        var target = TargetOf(body, found.QueueCount);
        var rewound = await Task.WhenAll(QueuesOf(found, body.Queue).Select(queue => entities.AskAsync<GroupRewound>(
            new RewindGroup(queue, name, target, $"{body.Who}: {body.Why}"), aborted)));
        return Results.Ok(new RewoundView(
            group, topic, [.. rewound.Select(queue => new RewoundQueueView(queue.Queue.Number, queue.Next, queue.FirstKept))]));
    }

    private static async Task<(ConsumerGroup Group, TopicDescription Topic)> FindAsync(
        ITopicCatalog topics, string group, string topic, CancellationToken aborted)
    {
        var name = Names.Group(group);
        var found = await TopicEndpoints.FindAsync(topics, topic, aborted);
        return found.Groups.Contains(name)
            ? (name, found)
            : throw RefusedRequest.NotFound($"Group {group} has never subscribed to topic {topic}.");
    }

    private static IEnumerable<QueueId> QueuesOf(TopicDescription topic, int? only) =>
        only is { } number
            ? [new QueueId(topic.Topic, number)]
            : Enumerable.Range(0, topic.QueueCount).Select(each => new QueueId(topic.Topic, each));

    private static RewindTarget TargetOf(RewindRequest body, int queueCount)
    {
        if (body.Queue is { } queue && (queue < 0 || queue >= queueCount))
            throw RefusedRequest.Invalid($"queue must be between 0 and {queueCount - 1}, but is {queue}.");
        return body switch
        {
            { Offset: not null, To: not null } =>
                throw RefusedRequest.Invalid("to and offset are both set: remove one of them."),
            { Offset: { } offset, Queue: not null } => offset >= 1
                ? new RewindTarget.Offset(offset)
                : throw RefusedRequest.Invalid($"offset must be 1 or more, but is {offset}."),
            { Offset: not null } => throw RefusedRequest.Invalid("offset needs queue: each queue has offsets of its own."),
            _ => new RewindTarget.Position(PositionOf(body.To)),
        };
    }

    private static StartPosition PositionOf(string? to) => to switch
    {
        "beginning" => StartPosition.FromBeginning,
        "end" => StartPosition.FromEnd,
        _ when DateTimeOffset.TryParse(to, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) =>
            new StartPosition.At(time),
        _ => throw RefusedRequest.Invalid($"to must be beginning, end, or a time such as 2026-01-31T12:00:00Z, but is '{to}'."),
    };

    private sealed record RewindRequest(string? To, int? Queue, long? Offset, string? Who, string? Why) : IOperatorRequest;

    private sealed record RewoundView(string Group, string Topic, IReadOnlyList<RewoundQueueView> Queues);

    /// <param name="Number">Number of the queue.</param>
    /// <param name="Next">First offset that is delivered now.</param>
    /// <param name="FirstKept">First offset that the queue keeps. Earlier messages are deleted, whatever the target was.</param>
    private sealed record RewoundQueueView(int Number, long Next, long FirstKept);
}
