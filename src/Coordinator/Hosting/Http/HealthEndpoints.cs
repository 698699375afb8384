using Akka.Actor;

namespace Coordinator.Hosting.Http;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", (ActorSystem system) =>
            system.WhenTerminated.IsCompleted ? Text("terminated", StatusCodes.Status503ServiceUnavailable) : Text("live")).AllowAnonymous();
        endpoints.MapGet("/health/ready", async (Readiness readiness, CancellationToken aborted) =>
            await readiness.ProblemAsync(aborted) is { } problem
                ? Text(problem, StatusCodes.Status503ServiceUnavailable)
                : Text("ready")).AllowAnonymous();
    }

    /// <summary>Maps the health checks of a node that waits for its database: it is live, but not ready.</summary>
    /// <param name="endpoints">Routes to add to.</param>
    /// <param name="problem">Returns the reason why the node is not ready.</param>
    public static void MapHealthWhileWaiting(this IEndpointRouteBuilder endpoints, Func<string> problem)
    {
        endpoints.MapGet("/health/live", () => Text("live")).AllowAnonymous();
        endpoints.MapGet("/health/ready", () => Text(problem(), StatusCodes.Status503ServiceUnavailable)).AllowAnonymous();
    }

    private static IResult Text(string text, int status = StatusCodes.Status200OK) =>
        Results.Text($"{text}\n", "text/plain", statusCode: status);
}
