using Coordinator.Contracts;
using Coordinator.Topics.Catalog;

namespace Coordinator.Administration;

/// <summary>Deletion of consumer groups and topics. Without a confirmation the answer tells what would be lost.</summary>
internal static class RemovalEndpoints
{
    /// <returns>Endpoints that read all topics.</returns>
    public static IEnumerable<RouteHandlerBuilder> MapRemovals(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapDelete("/topics/{topic}", DeleteTopicAsync);
        endpoints.MapDelete("/groups/{group}/topics/{topic}", async (
            string group, string topic, HttpRequest request, Removals removals, CancellationToken aborted) =>
            await DeleteGroupAsync(Names.Group(group), [await removals.ReadAsync(Names.Topic(topic), aborted)], request, removals, aborted));
        endpoints.MapGet("/topics/{topic}/removals", async (string topic, Removals removals, CancellationToken aborted) =>
            Results.Ok(RemovalsView.Of([await removals.ReadAsync(Names.Topic(topic), aborted)])));
        return
        [
            endpoints.MapGet("/groups/{group}", DescribeGroupAsync),
            endpoints.MapDelete("/groups/{group}", async (string group, HttpRequest request, Removals removals, CancellationToken aborted) =>
                await DeleteGroupAsync(Names.Group(group), await removals.ReadAllAsync(aborted), request, removals, aborted)),
            endpoints.MapGet("/removals", async (Removals removals, CancellationToken aborted) =>
                Results.Ok(RemovalsView.Of(await removals.ReadAllAsync(aborted)))),
        ];
    }

    private static async Task<IResult> DescribeGroupAsync(string group, Removals removals, CancellationToken aborted)
    {
        var name = Names.Group(group);
        var losses = await LossesAsync(name, await removals.ReadAllAsync(aborted), removals, aborted);
        return losses.Count > 0 ? Results.Ok(new GroupTopicsView(group, [.. losses.Select(loss => loss.View)])) : throw Unknown(name);
    }

    private static async Task<IResult> DeleteGroupAsync(
        ConsumerGroup group, IReadOnlyList<TopicState> topics, HttpRequest request, Removals removals, CancellationToken aborted)
    {
        var body = await RemovalRequest.ReadAsync(request, aborted);
        var losses = await LossesAsync(group, topics, removals, aborted);
        if (losses.Count == 0)
            return Gone(topics, removal => removal.Group == group || removal.Groups.Any(removed => removed.Group == group)) ?? throw Unknown(group);
        IReadOnlyList<GroupLossView> views = [.. losses.Select(loss => loss.View)];
        if (losses.SelectMany(loss => loss.Members).Distinct().ToList() is { Count: > 0 } members)
            return Impossible($"Group {group} has consumers: {string.Join(", ", members.Take(10))}. Stop or unsubscribe them first.", views);
        var words = string.Join("; ", losses.Select(loss => loss.Words));
        var confirmation = new Confirmation(
            losses.Sum(loss => loss.Messages),
            losses.Sum(loss => loss.End),
            losses.Sum(loss => loss.DeadLetters),
            string.Join('|', ["group", .. losses.Select(loss => loss.Identity)]));
        if (!confirmation.IsGivenBy(body.Lose))
            return Unconfirmed($"The deletion of group {group} loses {words}.", body, confirmation, views);
        OperatorRules.Require(body);
        var begun = new List<RemovalAnswer>();
        foreach (var loss in losses)
            begun.Add(await removals.BeginAsync(new BeginRemoval(loss.Topic.Topic, group, body.Who!, body.Why!, loss.Words, []), aborted));
        return Answer(begun, await removals.AwaitAsync(begun, aborted));
    }

    private static async Task<IResult> DeleteTopicAsync(string topic, HttpRequest request, Removals removals, CancellationToken aborted)
    {
        var body = await RemovalRequest.ReadAsync(request, aborted);
        var state = await removals.ReadAsync(Names.Topic(topic), aborted);
        if (!state.Exists || state.Deletion is not null)
            return Gone([state], removal => removal.Group is null) ?? throw RefusedRequest.NotFound($"There is no topic {topic}.");
        var loss = await removals.LossAsync(state, aborted);
        if (loss.Members is { Count: > 0 } members)
            return Impossible($"Topic {topic} has consumers: {string.Join(", ", members.Take(10))}. Stop or unsubscribe them first.", loss.View);
        if (loss.Open is [var first, ..])
        {
            return Impossible(
                $"Topic {topic} cannot be deleted while transactions send to it: {first.Id} is {first.Phase}, and so are {loss.Open.Count - 1} more. They must be "
                    + "decided and delivered to their queues first.",
                loss.View);
        }

        if (!loss.Confirmation.IsGivenBy(body.Lose))
            return Unconfirmed($"The deletion of topic {topic} loses {loss.Words}.", body, loss.Confirmation, loss.View);
        OperatorRules.Require(body);
        await removals.BeginAsync(new BeginRemoval(state.Topic, null, body.Who!, body.Why!, loss.Words, loss.Ends), aborted);
        removals.LookSoon();
        return Results.Accepted($"/topics/{topic}/removals", RemovalsView.Of([await removals.ReadAsync(state.Topic, aborted)]).Removals[0]);
    }

    private static async Task<IReadOnlyList<GroupLoss>> LossesAsync(
        ConsumerGroup group, IReadOnlyList<TopicState> topics, Removals removals, CancellationToken aborted)
    {
        var losses = new List<GroupLoss>();
        foreach (var topic in topics)
        {
            if (topic.Find(group) is { } found)
                losses.Add(await removals.LossAsync(topic, found, aborted));
        }

        return losses;
    }

    /// <summary>Answers a request for something that was deleted before, or is being deleted; <c>null</c> when it never was.</summary>
    private static IResult? Gone(IReadOnlyList<TopicState> topics, Func<Removal, bool> isMeant)
    {
        var known = topics.SelectMany(topic => topic.Removals.Where(isMeant).Where(removal => removal.Stage is not RemovalStage.Abandoned)
            .Select(removal => RemovalView.Of(topic, removal))).OrderByDescending(removal => removal.Begun).ToList();
        return known.Count == 0 ? null : Results.Ok(new RemovalsView(known));
    }

    private static IResult Answer(IReadOnlyList<RemovalAnswer> begun, IReadOnlyList<TopicState> topics)
    {
        var now = begun.Zip(topics, (answer, topic) => (Topic: topic, Removal: topic.Removals.First(removal => removal.Number == answer.Number))).ToList();
        var view = new RemovalsView([.. now.Select(pair => RemovalView.Of(pair.Topic, pair.Removal))]);
        if (now.Find(pair => pair.Removal.Stage is RemovalStage.Abandoned) is { Removal: { } abandoned })
            return Impossible($"It was not deleted: {abandoned.Reason}", view);
        return now.Exists(pair => pair.Removal.Stage is RemovalStage.Begun) ? Results.Accepted("/removals", view) : Results.Ok(view);
    }

    private static IResult Unconfirmed(string words, RemovalRequest body, Confirmation confirmation, object loses)
    {
        var changed = body.Lose is null ? "" : " The confirmation is for something else, or more would be lost by now.";
        return Results.Problem(
            $"{words}{changed} To confirm that, repeat the request with \"lose\": \"{confirmation}\", \"who\" and \"why\".",
            statusCode: StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?> { ["lose"] = confirmation.ToString(), ["loses"] = loses });
    }

    private static IResult Impossible(string detail, object loses) => Results.Problem(
        detail, statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?> { ["loses"] = loses });

    private static RefusedRequest Unknown(ConsumerGroup group) => RefusedRequest.NotFound($"There is no consumer group {group}.");

    private sealed record GroupTopicsView(string Group, IReadOnlyList<GroupLossView> Topics);
}
