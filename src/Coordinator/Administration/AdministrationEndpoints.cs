using System.Net;

namespace Coordinator.Administration;

/// <summary>HTTP API of administration: JSON in and out, errors as problem details.</summary>
internal static class AdministrationEndpoints
{
    public static void MapAdministration(this IEndpointRouteBuilder endpoints, bool allowRemote)
    {
        var administration = endpoints.MapGroup("").AddEndpointFilter((context, next) => AnswerAsync(context, next, allowRemote));
        administration.MapTransactions();
        administration.MapTopics();
        administration.MapGroups();
        administration.MapDeadLetters();
        administration.MapGet("/sessions", async (Entities entities, CancellationToken aborted) =>
            Results.Ok(await entities.ListSessionsAsync(aborted)));
    }

    private static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, bool allowRemote)
    {
        var http = context.HttpContext;
        if (!allowRemote && !IsLocal(http.Connection.RemoteIpAddress))
        {
            return Problem(
                StatusCodes.Status403Forbidden,
                "Administration answers requests from this machine only. Set http.allowRemoteAdministration to allow others.");
        }

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
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Coordinator.Administration")
                .LogError(failed, "The request {Method} {Path} failed.", http.Request.Method, http.Request.Path);
            return Problem(StatusCodes.Status503ServiceUnavailable, $"The request failed: {failed.Message}");
        }
    }

    private static bool IsLocal(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}
