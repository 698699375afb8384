using Coordinator.Contracts;
using Coordinator.Delivery.Common;
using Coordinator.Delivery.Schedule;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Administration;

internal static class TopicEndpoints
{
    /// <returns>Endpoint that reads much of the journal.</returns>
    public static RouteHandlerBuilder MapTopics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/topics/{topic}", DescribeAsync);
        return endpoints.MapGet("/topics", ListAsync);
    }

    /// <summary>Finds a topic, or refuses the request.</summary>
    public static async Task<TopicDescription> FindAsync(ITopicCatalog topics, string name, CancellationToken aborted) =>
        await topics.FindAsync(Names.Topic(name), aborted) ?? throw RefusedRequest.NotFound($"There is no topic {name}.");

    private static async Task<IResult> ListAsync(ITopicCatalog topics, CancellationToken aborted) =>
        Results.Ok(new TopicsView([.. (await topics.ListAsync(aborted)).Select(topic => topic.Value)]));

    private static async Task<IResult> DescribeAsync(
        string topic, ITopicCatalog topics, Entities entities, CancellationToken aborted)
    {
        var found = await FindAsync(topics, topic, aborted);
        var ends = await Task.WhenAll(Enumerable.Range(0, found.QueueCount).Select(number =>
            entities.AskAsync<QueueEnd>(new GetQueueEnd(new QueueId(found.Topic, number)), aborted)));
        var scheduled = await Task.WhenAll(ends.Select(end => CountScheduledAsync(entities, end.Queue, aborted)));
        return Results.Ok(new TopicView(
            topic,
            [.. ends.Zip(scheduled, (end, count) => new QueueView(end.Queue.Number, end.Offset, end.AppendedAt, count, end.FirstKept))],
            [.. found.Groups.Select(group => group.Value)]));
    }

    private static async Task<long> CountScheduledAsync(Entities entities, QueueId queue, CancellationToken aborted) =>
        (await entities.AskAsync<GroupDescription>(new DescribeGroup(QueueSchedule.Of(queue), ScheduleMover.Group), aborted)).Lag;

    private sealed record TopicsView(IReadOnlyList<string> Topics);

    private sealed record TopicView(string Topic, IReadOnlyList<QueueView> Queues, IReadOnlyList<string> Groups);

    /// <param name="Number">Number of the queue.</param>
    /// <param name="Messages">Number of messages that have entered the queue.</param>
    /// <param name="AppendedAt">Time at which the last one did; <c>null</c> when it is not known.</param>
    /// <param name="Scheduled">Number of delayed messages that will enter it when they are due.</param>
    /// <param name="FirstKept">First offset that is kept.</param>
    private sealed record QueueView(int Number, long Messages, DateTimeOffset? AppendedAt, long Scheduled, long FirstKept);
}
