using Coordinator.Contracts;
using Coordinator.Contracts.Producing;
using Coordinator.Persistence;
using Coordinator.Recovery;
using Coordinator.Transactions;

namespace Coordinator.Administration;

internal static class TransactionEndpoints
{
    /// <returns>Endpoint that reads much of the journal.</returns>
    public static RouteHandlerBuilder MapTransactions(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/transactions/{id}", DescribeAsync);
        endpoints.MapPost("/transactions/{id}/resolve", ResolveAsync);
        return endpoints.MapGet("/transactions", ListAsync);
    }

    /// <summary>Lists the open transactions, oldest first.</summary>
    private static async Task<IResult> ListAsync(
        Database database, CancellationToken aborted, string? phase = null, string? after = null, string? limit = null)
    {
        OpenPhase? wanted = phase is null ? null
            : Enum.TryParse<OpenPhase>(phase, ignoreCase: true, out var known) && !int.TryParse(phase, out _) ? known
            : throw RefusedRequest.Invalid($"phase must be prepared, parked or committed, but is '{phase}'.");
        var most = Paging.Limit(limit);
        var index = new OpenTransactionIndex(database);
        var end = await index.HighestOrderingAsync(aborted);
        var found = new List<OpenTransactionView>();
        long? next = Paging.After(after);
        while (next is { } place && found.Count < most)
        {
            var page = await index.ReadAsync(place, end, Paging.MostListed, aborted);
            var matching = page.Open.Where(open => wanted is null || open.Phase == wanted).Take(most - found.Count).ToArray();
            found.AddRange(matching.Select(OpenTransactionView.Of));
            next = found.Count == most ? matching[^1].Ordering : page.ReadTo;
        }

        return Results.Ok(new OpenTransactionsView(found, next));
    }

    private static async Task<IResult> DescribeAsync(string id, TransactionTimeline timeline, ITransactionExpiry expiry)
    {
        var transaction = Names.Transaction(id);
        var description = await timeline.DescribeAsync(transaction);
        if (description.Phase != TransactionPhase.None)
            return Results.Ok(TransactionView.Of(description));
        throw await expiry.IsExpiredAsync(transaction)
            ? Expired(id)
            : RefusedRequest.NotFound($"There is no transaction {id}: it was never prepared.");
    }

    private static async Task<IResult> ResolveAsync(string id, HttpRequest request, Entities entities, CancellationToken aborted)
    {
        var transaction = Names.Transaction(id);
        var body = await RequestBody.ReadAsync<ResolveRequest>(request, aborted);
        OperatorRules.Require(body);
        var resolution = body.Decision?.ToUpperInvariant() switch
        {
            "COMMIT" => Resolution.Commit,
            "ROLLBACK" => Resolution.RollBack,
            _ => throw RefusedRequest.Invalid($"decision must be commit or rollback, but is '{body.Decision}'."),
        };
        var resolved = await entities.ResolveAsync(
            new ResolveTransaction(transaction, resolution, body.Who!, body.Why!, body.Force ?? false), aborted);
        return resolved.Outcome switch
        {
            TransactionOutcome.Accepted => Results.Ok(new ResolvedView(id, TransactionView.Name(resolved.Phase))),
            TransactionOutcome.NotFound => throw RefusedRequest.NotFound($"There is no transaction {id}: it was never prepared."),
            TransactionOutcome.Expired => throw Expired(id),
            TransactionOutcome.AlreadyCommitted => throw Decided(id, "committed"),
            TransactionOutcome.AlreadyRolledBack => throw Decided(id, "rolled back"),
            TransactionOutcome.Conflict => throw new RefusedRequest(
                StatusCodes.Status409Conflict,
                $"Transaction {id} was not resolved: {resolved.Detail}. Repeat the request later, or decide without an answer: \"force\": true."),
            _ => throw RefusedRequest.Busy($"Transaction {id} could not be resolved now. Repeat the request."),
        };
    }

    private static RefusedRequest Expired(string id) => new(
        StatusCodes.Status410Gone,
        $"Transaction {id} is older than retention.transactions. It has ended and is deleted, or it was never prepared.");

    private static RefusedRequest Decided(string id, string how) => new(
        StatusCodes.Status409Conflict, $"Transaction {id} is already {how}. A decision cannot be changed.");

    /// <param name="Decision"><c>commit</c> or <c>rollback</c>.</param>
    /// <param name="Who">Name of the operator.</param>
    /// <param name="Why">Reason of the operator.</param>
    /// <param name="Force">True: decide without asking an instance, so that the producer's database may say otherwise. Default: false.</param>
    private sealed record ResolveRequest(string? Decision, string? Who, string? Why, bool? Force) : IOperatorRequest;
}
