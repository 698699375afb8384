using Coordinator.Contracts;
using Coordinator.Topics.Catalog;
using Coordinator.Topics.Log;

namespace Coordinator.Administration;

internal static class TopicEndpoints
{
    public static void MapTopics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/topics", ListAsync);
        endpoints.MapGet("/topics/{topic}", DescribeAsync);
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
        return Results.Ok(new TopicView(
            topic,
            [.. ends.Select(end => new QueueView(end.Queue.Number, end.Offset, end.AppendedAt))],
            [.. found.Groups.Select(group => group.Value)]));
    }

    private sealed record TopicsView(IReadOnlyList<string> Topics);

    private sealed record TopicView(string Topic, IReadOnlyList<QueueView> Queues, IReadOnlyList<string> Groups);

    private sealed record QueueView(int Number, long Messages, DateTimeOffset? AppendedAt);
}
