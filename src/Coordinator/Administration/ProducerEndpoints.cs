using Coordinator.Checks;
using Coordinator.Contracts;

namespace Coordinator.Administration;

/// <summary>Producer groups. A group has nothing of its own in the database: its name is in its transactions, which retention deletes.</summary>
internal static class ProducerEndpoints
{
    public static void MapProducers(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/producers/{group}", async (string group, Entities entities, Removals removals, CancellationToken aborted) =>
            Results.Ok(await ViewAsync(Names.Producers(group), entities, removals, aborted)));
        endpoints.MapDelete("/producers/{group}", DeleteAsync);
    }

    private static async Task<IResult> DeleteAsync(
        string group, HttpRequest request, Entities entities, Removals removals, ILoggerFactory logs, CancellationToken aborted)
    {
        var body = await RemovalRequest.ReadAsync(request, aborted);
        OperatorRules.Require(body);
        var view = await ViewAsync(Names.Producers(group), entities, removals, aborted);
        if (view.Open.Count > 0)
        {
            return Impossible(
                $"Producer group {group} has open or parked transactions, such as {view.Open[0].Id}. An undecided transaction is never dropped: they must be decided first.",
                view);
        }

        if (view.Instances.Count > 0)
            return Impossible($"Producer group {group} has connected instances: {string.Join(", ", view.Instances.Take(10))}. Stop them first.", view);
        logs.CreateLogger("Coordinator.Administration").LogInformation(
            "Operator {Who} deletes producer group {Group}: {Why}. It has no open transactions and no instances, and loses nothing.", body.Who, group, body.Why);
        return Results.Ok(view);
    }

    private static async Task<ProducersView> ViewAsync(ProducerGroup group, Entities entities, Removals removals, CancellationToken aborted)
    {
        var producers = await entities.AskAsync<ProducersDescription>(new DescribeProducers(group), aborted);
        var open = await removals.OpenOfAsync(group, aborted);
        return new ProducersView(
            group.Value,
            [.. producers.Instances.Select(instance => instance.Value)],
            [.. open.Select(OpenTransactionView.Of)]);
    }

    private static IResult Impossible(string detail, ProducersView loses) => Results.Problem(
        detail, statusCode: StatusCodes.Status409Conflict, extensions: new Dictionary<string, object?> { ["loses"] = loses });

    /// <param name="Group">The group.</param>
    /// <param name="Instances">Instances that are connected.</param>
    /// <param name="Open">Open and parked transactions, up to a hundred.</param>
    private sealed record ProducersView(string Group, IReadOnlyList<string> Instances, IReadOnlyList<OpenTransactionView> Open);
}
