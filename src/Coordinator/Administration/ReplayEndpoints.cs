using Coordinator.Contracts;
using Coordinator.Delivery.DeadLetters;

namespace Coordinator.Administration;

/// <summary>Replays of dead letters. A replay goes on when its request is answered or lost, and its id leads to it.</summary>
internal static class ReplayEndpoints
{
    public static void MapReplays(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/groups/{group}/dead-letters/replay", StartAsync);
        endpoints.MapGet("/groups/{group}/dead-letters/replays/{id}", DescribeAsync);
    }

    private static async Task<IResult> StartAsync(
        string group, HttpRequest request, Entities entities, CancellationToken aborted)
    {
        var name = Names.Group(group);
        var body = await RequestBody.ReadAsync<ReplayRequest>(request, aborted);
        OperatorRules.Require(body);
        var id = body.Id is { } own ? Names.Replay(own) : Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");
        var place = PlaceOf(name, id);
        var answer = await entities.AskAsync<ReplayDescription>(
            new StartReplay(name, id, body.Numbers, body.Who!, body.Why!),
            aborted,
            $"There was no answer in time, and replay {id} may have started. GET {place} tells. "
                + $"To repeat the request, add \"id\": \"{id}\": then no second replay starts.");
        var replay = answer.Progress;
        if (replay.Id != id)
            throw Running(name, replay);
        var view = ReplayView.Of(name, replay);
        return replay.EndedAt is null ? Results.Accepted(place, view) : Results.Ok(view);
    }

    private static async Task<IResult> DescribeAsync(string group, string id, Entities entities, CancellationToken aborted)
    {
        var name = Names.Group(group);
        return await entities.AskAsync<IReplayAnswer>(new DescribeReplay(name, Names.Replay(id)), aborted) is ReplayDescription found
            ? Results.Ok(ReplayView.Of(name, found.Progress))
            : throw RefusedRequest.NotFound(
                $"Group {group} has no replay {id}: it never started, or {ReplayList.MaxEnded} others have ended since.");
    }

    private static RefusedRequest Running(ConsumerGroup group, ReplayProgress running) => new(
        StatusCodes.Status409Conflict,
        $"Nothing was started, because replay {running.Id} of {running.Who} is running: {running.Left} of {running.Total} letters are left. "
            + $"Repeat the request when it has ended; GET {PlaceOf(group, running.Id)} tells.");

    private static string PlaceOf(ConsumerGroup group, string id) => $"/groups/{group}/dead-letters/replays/{id}";

    /// <param name="Id">Id of the replay; <c>null</c> to have one made. A repetition under the same id starts no second replay.</param>
    /// <param name="Numbers">Numbers of the dead letters; <c>null</c> for all.</param>
    /// <param name="Who">The operator.</param>
    /// <param name="Why">The reason.</param>
    private sealed record ReplayRequest(string? Id, IReadOnlyList<long>? Numbers, string? Who, string? Why) : IOperatorRequest;

    /// <param name="Group">The group.</param>
    /// <param name="Id">Id of the replay.</param>
    /// <param name="State"><c>running</c> or <c>ended</c>.</param>
    /// <param name="Total">Number of letters with which it started.</param>
    /// <param name="Done">Number of letters that are delivered again.</param>
    /// <param name="Left">Number of letters that are not replayed yet.</param>
    /// <param name="Skipped">Number of letters that were discarded meanwhile, or whose message is not in its queue.</param>
    /// <param name="Started">Time of the start.</param>
    /// <param name="Ended">Time of the end; <c>null</c> while it runs.</param>
    /// <param name="Who">The operator.</param>
    /// <param name="Why">The reason.</param>
    /// <param name="Link">Address of the replay.</param>
    private sealed record ReplayView(
        string Group,
        string Id,
        string State,
        int Total,
        int Done,
        int Left,
        int Skipped,
        DateTimeOffset Started,
        DateTimeOffset? Ended,
        string Who,
        string Why,
        string Link)
    {
        public static ReplayView Of(ConsumerGroup group, ReplayProgress replay) => new(
            group.Value,
            replay.Id,
            replay.EndedAt is null ? "running" : "ended",
            replay.Total,
            replay.Done,
            replay.Left,
            replay.Total - replay.Done - replay.Left,
            replay.StartedAt,
            replay.EndedAt,
            replay.Who,
            replay.Why,
            PlaceOf(group, replay.Id));
    }
}
