using Coordinator.Contracts;
using Coordinator.Delivery.DeadLetters;

namespace Coordinator.Administration;

internal static class DeadLetterEndpoints
{
    public static void MapDeadLetters(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/groups/{group}/dead-letters", ListAsync);
        endpoints.MapPost("/groups/{group}/dead-letters/discard", DiscardAsync);
    }

    private static async Task<IResult> ListAsync(
        string group, Entities entities, CancellationToken aborted, string? after = null, string? limit = null)
    {
        var list = new ListDeadLetters(Names.Group(group), Paging.After(after), Paging.Limit(limit));
        var page = await entities.AskAsync<DeadLetterPage>(list, aborted);
        return Results.Ok(new DeadLettersView(group, page.Total, [.. page.Letters.Select(DeadLetterView.Of)]));
    }

    private static async Task<IResult> DiscardAsync(
        string group, HttpRequest request, Entities entities, CancellationToken aborted)
    {
        var name = Names.Group(group);
        var body = await RequestBody.ReadAsync<DiscardRequest>(request, aborted);
        OperatorRules.Require(body);
        if (body.Numbers is not { Count: > 0 } numbers)
            throw RefusedRequest.Invalid("numbers must list the dead letters to discard.");
        var discarded = await entities.AskAsync<DeadLettersDiscarded>(
            new DiscardDeadLetters(name, numbers, body.Who!, body.Why!), aborted);
        return Results.Ok(new DiscardedView(group, discarded.Discarded, discarded.Left));
    }

    /// <param name="Numbers">Numbers of the dead letters.</param>
    /// <param name="Who">The operator.</param>
    /// <param name="Why">The reason.</param>
    private sealed record DiscardRequest(IReadOnlyList<long>? Numbers, string? Who, string? Why) : IOperatorRequest;

    private sealed record DeadLettersView(string Group, int Total, IReadOnlyList<DeadLetterView> Letters);

    private sealed record DeadLetterView(
        long Number, string Message, string Topic, int Queue, long Offset, int Attempts, string? Reason, DateTimeOffset At)
    {
        public static DeadLetterView Of(DeadLetter letter) => new(
            letter.Number,
            letter.Message.ToString(),
            letter.Queue.Topic.Value,
            letter.Queue.Number,
            letter.Offset,
            letter.Attempts,
            letter.Reason,
            letter.At);
    }

    private sealed record DiscardedView(string Group, int Discarded, int Left);
}
