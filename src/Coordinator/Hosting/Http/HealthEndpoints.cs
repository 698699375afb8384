using Akka.Actor;
using Coordinator.Hosting.Http.Access;

namespace Coordinator.Hosting.Http;

/// <summary>Health checks. They are open to all; the reason of a problem is not.</summary>
internal static class HealthEndpoints
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Live, (ActorSystem system) =>
            system.WhenTerminated.IsCompleted ? Text("terminated", StatusCodes.Status503ServiceUnavailable) : Text("live")).AllowAnonymous();
        endpoints.MapGet(Ready, async (Readiness readiness, HttpContext http, HttpAccess access) =>
            await readiness.ProblemAsync(http.RequestAborted) is { } problem ? NotReady(problem, http, access) : Text("ready")).AllowAnonymous();
    }

    /// <summary>Maps the health checks of a node that waits for its database: it is live, but not ready.</summary>
    /// <param name="endpoints">Routes to add to.</param>
    /// <param name="problem">Returns the reason why the node is not ready.</param>
    public static void MapHealthWhileWaiting(this IEndpointRouteBuilder endpoints, Func<string> problem)
    {
        endpoints.MapGet(Live, () => Text("live")).AllowAnonymous();
        endpoints.MapGet(Ready, (HttpContext http, HttpAccess access) => NotReady(problem(), http, access)).AllowAnonymous();
    }

    private static IResult NotReady(string problem, HttpContext http, HttpAccess access) =>
        Text(access.MaySeeReason(http) ? problem : "not ready", StatusCodes.Status503ServiceUnavailable);

    private static IResult Text(string text, int status = StatusCodes.Status200OK) =>
        Results.Text($"{text}\n", "text/plain", statusCode: status);
}
