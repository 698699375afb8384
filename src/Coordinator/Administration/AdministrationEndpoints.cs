namespace Coordinator.Administration;

/// <summary>HTTP API of administration: JSON in and out, errors as problem details. The caller decides who may use it.</summary>
internal static class AdministrationEndpoints
{
    public static void MapAdministration(this IEndpointRouteBuilder endpoints)
    {
        var administration = endpoints.MapGroup("").AddEndpointFilter(AnswerAsync);
        ListTurns.TakeTurns([administration.MapTransactions(), administration.MapTopics(), .. administration.MapRemovals()]);
        administration.MapGroups();
        administration.MapDeadLetters();
        administration.MapReplays();
        administration.MapRestores();
        administration.MapProducers();
        administration.MapGet("/retention", async (Entities entities, CancellationToken aborted) =>
            Results.Ok(RetentionView.Of(await entities.DescribeRetentionAsync(aborted))));
        administration.MapGet("/sessions", async (Entities entities, CancellationToken aborted) =>
            Results.Ok(await entities.ListSessionsAsync(aborted)));
    }

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (RefusedRequest refused)
        {
            return Problem(refused.Status, refused.Message);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
        catch (Exception failed)
        {
            // The message may name types, files and addresses, which are for the operators of the node only.
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Coordinator.Administration").LogError(
                failed, "Request {Request} failed: {Method} {Path}", http.TraceIdentifier, http.Request.Method, http.Request.Path);
            return Problem(
                StatusCodes.Status503ServiceUnavailable,
                $"The request failed inside the node. Repeat it; if it fails again, look for request {http.TraceIdentifier} in the log.");
        }
    }

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}
